//! The OLE container around a legacy workbook: one stream taken out of it.

use std::collections::HashSet;

/// Marks of the sector table.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

/// A number in the container, little end first; zero where the bytes end.
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// The same, of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

/// A container's tables.
pub struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    directory: Vec<u8>,
}

/// An entry of the directory.
struct Entry {
    first: u32,
    size: usize,
}

impl<'a> Container<'a> {
    /// Reads the tables; `None` when the bytes are no container.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30);
        if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) || !(9..=12).contains(&shift) {
            return None;
        }
        let mut container = Self { bytes, sector: 1 << shift, table: Vec::new(), directory: Vec::new() };
        let mut tables: Vec<u32> = (0..109).map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let (mut more, mut seen) = (u32_at(bytes, 68), HashSet::new());
        while more < LAST_SECTOR && seen.insert(more) {
            let sector = container.sector_at(more)?;
            let count = container.sector / 4 - 1;
            tables.extend((0..count).map(|index| u32_at(sector, 4 * index)));
            more = u32_at(sector, 4 * count);
        }
        let numbers = container.sector / 4;
        for table in tables.into_iter().filter(|table| *table < LAST_SECTOR) {
            let sector = container.sector_at(table)?;
            container.table.extend((0..numbers).map(|index| u32_at(sector, 4 * index)));
        }
        container.directory = container.chain(u32_at(bytes, 48))?;
        Some(container)
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

    /// The content of a stream that is not held among the small ones, which no workbook's is.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let mut content = self.chain(entry.first)?;
        content.truncate(entry.size);
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
