//! Which equations each cell takes part in: one list for all cells, threaded through one array.

/// No link.
const NONE: u32 = u32::MAX;

/// The equations of each cell, in the order they were added.
#[derive(Debug)]
pub struct Links {
    /// First and last link of each cell.
    ends: Vec<(u32, u32)>,
    /// Each link: the equation, and the cell's next link.
    links: Vec<(u32, u32)>,
}

impl Links {
    /// No equation for any of some cells.
    pub fn new(cells: usize) -> Self {
        Self { ends: vec![(NONE, NONE); cells], links: Vec::new() }
    }

    /// Adds an equation to a cell.
    pub fn add(&mut self, cell: usize, equation: u32) {
        let link = self.links.len() as u32;
        self.links.push((equation, NONE));
        let (first, last) = self.ends[cell];
        if last == NONE {
            self.ends[cell] = (link, link);
        } else {
            self.links[last as usize].1 = link;
            self.ends[cell] = (first, link);
        }
    }

    /// The equations of a cell.
    pub fn of(&self, cell: usize) -> impl Iterator<Item = u32> {
        let follow = |&(_, next): &(u32, u32)| self.links.get(next as usize);
        std::iter::successors(self.links.get(self.ends[cell].0 as usize), move |link| follow(link))
            .map(|&(equation, _)| equation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_keeps_its_equations_in_order() {
        let mut links = Links::new(3);
        for (cell, equation) in [(0, 7), (2, 7), (0, 9), (0, 8)] {
            links.add(cell, equation);
        }
        assert_eq!(links.of(0).collect::<Vec<_>>(), [7, 9, 8]);
        assert_eq!(links.of(1).count(), 0);
        assert_eq!(links.of(2).collect::<Vec<_>>(), [7]);
    }
}
