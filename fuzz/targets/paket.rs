//! Any bytes as a workbook file: xlsx, xlsb, xls, ods.
#![no_main]

use cermat::pipeline;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: cermat_fuzz::start(), |data: &[u8]| {
    cermat_fuzz::answered(pipeline::open("uji.xlsx", data));
});
