//! Which equations each cell takes part in: one list for all cells, and where each cell's part of it begins.

/// The equations of each cell, in the order they were added.
#[derive(Debug, Default)]
pub struct Links {
    /// Where the equations of each cell begin; the last entry is where all end.
    starts: Vec<u32>,
    equations: Vec<u32>,
}

impl Links {
    /// Links `cells` cells, by the cells of each equation.
    pub fn new<I: IntoIterator<Item = usize>>(cells: usize, cells_of: impl Iterator<Item = I> + Clone) -> Self {
        let mut starts = vec![0; cells + 1];
        cells_of.clone().flatten().for_each(|cell| starts[cell + 1] += 1);
        for cell in 0..cells {
            starts[cell + 1] += starts[cell];
        }
        let mut next = starts.clone();
        let mut equations = vec![0; starts[cells] as usize];
        for (equation, cells) in (0..).zip(cells_of) {
            for cell in cells {
                equations[next[cell] as usize] = equation;
                next[cell] += 1;
            }
        }
        Self { starts, equations }
    }

    /// The equations of a cell.
    pub fn of(&self, cell: usize) -> &[u32] {
        &self.equations[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_keeps_its_equations_in_order() {
        let links = Links::new(3, [vec![0, 2], vec![0], vec![2, 0]].into_iter());
        assert_eq!(links.of(0), [0, 1, 2]);
        assert!(links.of(1).is_empty());
        assert_eq!(links.of(2), [0, 2]);
    }
}
