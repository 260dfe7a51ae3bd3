//! The OLE container around a legacy workbook: one stream taken out of it, also a small one, which lies in the stream
//! that all small ones share.

use std::collections::HashSet;

use crate::xlsx::biff::{u16_at, u32_at};

/// Marks of the sector table.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

/// Streams below this size are held among the small ones, whatever the head says: readers take it as given.
pub const SMALL_STREAM: usize = 4_096;

/// The sectors of the stream that the small ones share.
const SMALL_SECTOR: usize = 64;

/// A container's tables.
pub struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    directory: Vec<u8>,
    /// The list of the tables leads back into itself.
    is_circular: bool,
}

/// An entry of the directory.
struct Entry {
    first: u32,
    size: usize,
}

impl<'a> Container<'a> {
    /// Reads the tables; `None` when the bytes are no container.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut container = Self::tables(bytes)?;
        container.directory = container.chain(u32_at(bytes, 48))?;
        Some(container)
    }

    fn tables(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30);
        if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || !(9..=12).contains(&shift) {
            return None;
        }
        let mut container =
            Self { bytes, sector: 1 << shift, table: Vec::new(), directory: Vec::new(), is_circular: false };
        let mut tables: Vec<u32> = (0..109).map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let (mut more, mut seen) = (u32_at(bytes, 68), HashSet::new());
        let count = container.sector / 4 - 1;
        while more < LAST_SECTOR {
            if !seen.insert(more) {
                container.is_circular = true;
                break;
            }
            let sector = container.sector_at(more)?;
            tables.extend((0..count).map(|index| u32_at(sector, 4 * index)));
            more = u32_at(sector, 4 * count);
        }
        for table in tables.into_iter().filter(|table| *table < LAST_SECTOR) {
            let sector = container.sector_at(table)?;
            container.table.extend((0..=count).map(|index| u32_at(sector, 4 * index)));
        }
        Some(container)
    }

    /// Whether a chain of sectors leads back into itself: a reader that follows it asks for memory without
    /// end.
    pub fn runs_in_circles(bytes: &'a [u8]) -> bool {
        let Some(mut container) = Self::tables(bytes) else {
            return false;
        };
        let (directory, small_table) = (u32_at(bytes, 48), u32_at(bytes, 60));
        // Chains have no sector in common, so together they are no longer than the tables.
        let mut left = 2 * container.table.len() + 2;
        let heads = [directory, small_table];
        if container.is_circular || heads.iter().any(|first| is_endless(*first, &container.table, &mut left)) {
            return true;
        }
        container.directory = container.chain(directory).unwrap_or_default();
        let small = container.small_table();
        let mut left_small = 2 * small.len() + 2;
        container.directory.as_chunks::<128>().0.iter().filter(|entry| matches!(entry[66], 2 | 5)).any(|entry| {
            let first = u32_at(entry, 116);
            if entry[66] == 5 || u32_at(entry, 120) as usize >= SMALL_STREAM {
                return is_endless(first, &container.table, &mut left);
            }
            is_endless(first, &small, &mut left_small)
        })
    }

    fn sector_at(&self, index: u32) -> Option<&'a [u8]> {
        let start = (index as usize + 1).checked_mul(self.sector)?;
        // The last sector may be cut short.
        self.bytes.get(start..(start + self.sector).min(self.bytes.len()))
    }

    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let (mut at, mut left) = (first, self.bytes.len() / self.sector + 1);
        while at < LAST_SECTOR {
            left = left.checked_sub(1)?;
            content.extend_from_slice(self.sector_at(at)?);
            at = *self.table.get(at as usize)?;
        }
        Some(content)
    }

    /// Whether there is a storage or stream of a name.
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// How many bytes a stream is said to have.
    pub fn size(&self, name: &str) -> Option<usize> {
        self.entry(name).map(|entry| entry.size)
    }

    /// The content of a stream.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let mut content =
            if entry.size < SMALL_STREAM { self.small_chain(entry.first)? } else { self.chain(entry.first)? };
        content.truncate(entry.size);
        Some(content)
    }

    /// The table of the sectors that small streams are made of.
    fn small_table(&self) -> Vec<u32> {
        let content = self.chain(u32_at(self.bytes, 60)).unwrap_or_default();
        content.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
    }

    /// A small stream, put together from the stream that the first entry of the directory has.
    fn small_chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut all = self.chain(u32_at(&self.directory, 116))?;
        all.truncate(u32_at(&self.directory, 120) as usize);
        let table = self.small_table();
        let mut content = Vec::new();
        let mut at = first;
        while at < LAST_SECTOR && content.len() < SMALL_STREAM {
            let start = (at as usize).checked_mul(SMALL_SECTOR)?;
            content.extend_from_slice(all.get(start..(start + SMALL_SECTOR).min(all.len()))?);
            at = *table.get(at as usize)?;
        }
        Some(content)
    }

    fn entry(&self, name: &str) -> Option<Entry> {
        let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let found = self.directory.chunks_exact(128).find(|entry| {
            u16_at(entry, 64) as usize == wanted.len() + 2 && entry.starts_with(&wanted) && entry[66] != 0
        });
        found.map(|entry| Entry { first: u32_at(entry, 116), size: u32_at(entry, 120) as usize })
    }
}

/// Whether a chain is longer than what is `left` of all chains, which it is counted off.
fn is_endless(first: u32, table: &[u32], left: &mut usize) -> bool {
    let mut at = first;
    while let Some(next) = table.get(at as usize) {
        at = *next;
        match left.checked_sub(1) {
            Some(fewer) => *left = fewer,
            None => return true,
        }
    }
    false
}

#[cfg(test)]
pub mod fixture {
    const END: u32 = 0xFFFF_FFFE;

    /// A record of the stream: its kind and its data.
    pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// Numbers of two bytes.
    pub fn numbers(list: &[u16]) -> Vec<u8> {
        list.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// An entry of the directory.
    fn entry(name: &str, kind: u8, first: u32, size: usize) -> Vec<u8> {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.resize(116, 0xFF);
        entry.extend(first.to_le_bytes());
        entry.extend((size as u64).to_le_bytes());
        entry
    }

    /// Sectors `first` to `last` of a table, one after the other.
    fn chained(first: u32, last: u32) -> impl Iterator<Item = u32> {
        (first..=last).map(move |sector| if sector == last { END } else { sector + 1 })
    }

    /// A sector of numbers.
    fn sector(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
        let mut sector: Vec<u8> = numbers.into_iter().flat_map(u32::to_le_bytes).collect();
        sector.resize(512, 0xFF);
        sector
    }

    /// A container with one stream, held among the small ones when it is small; `after` is what follows the sector of
    /// the directory.
    pub fn container(name: &str, stream: &[u8], after: u32) -> Vec<u8> {
        let is_small = stream.len() < super::SMALL_STREAM;
        let sectors = stream.len().div_ceil(512) as u32;
        let small_table = if is_small { (2 + sectors, 1) } else { (END, 0) };
        let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        header.resize(24, 0);
        for number in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
            header.extend(number.to_le_bytes());
        }
        for number in [0_u32, 1, 1, 0, 0, small_table.0, small_table.1, END, 0, 0] {
            header.extend(number.to_le_bytes());
        }
        header.resize(512, 0xFF);
        let table = sector([0xFFFF_FFFD, after].into_iter().chain(chained(2, sectors + 1)).chain([END]));
        let root = entry("Root Entry", 5, if is_small { 2 } else { END }, stream.len().next_multiple_of(64));
        let mut directory = [root, entry(name, 2, if is_small { 0 } else { 2 }, stream.len())].concat();
        directory.resize(512, 0);
        let mut content = stream.to_vec();
        content.resize(sectors as usize * 512, 0);
        if is_small {
            content.extend(sector(chained(0, stream.len().div_ceil(64) as u32 - 1)));
        }
        [header, table, directory, content].concat()
    }

    /// A container whose directory has no end.
    pub fn circle() -> Vec<u8> {
        container("Workbook", b"x", 1)
    }

    /// A container that ends where it should.
    pub fn plain(stream: &[u8]) -> Vec<u8> {
        container("Workbook", stream, END)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_put_together_from_its_sectors() {
        for size in [1_500_u32, 5_000] {
            let stream: Vec<u8> = (0..size).map(|number| number as u8).collect();
            let bytes = fixture::plain(&stream);
            let container = Container::open(&bytes).expect("a container");
            assert_eq!(container.stream("Workbook").as_deref(), Some(stream.as_slice()));
            assert!(!container.has("Book") && !Container::runs_in_circles(&bytes));
            for length in 0..bytes.len() {
                let _ = Container::open(&bytes[..length]).and_then(|container| container.stream("Workbook"));
            }
        }
    }

    #[test]
    fn a_chain_that_leads_back_into_itself_is_seen() {
        assert!(Container::runs_in_circles(&fixture::circle()));
        assert!(crate::xlsx::read("a.xls", fixture::circle()).is_err());
    }
}
