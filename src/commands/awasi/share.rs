//! Whether a folder lies on another computer, where the system's events tell only half of what happens.

use std::path::Path;

/// Whether the folder is on a network share, as far as that can be told without asking the system's own interfaces:
/// on Linux by the list of mounts, on Windows by the path behind a drive letter. Elsewhere the answer is no.
pub fn is_remote(folder: &Path) -> bool {
    is_remote_here(folder)
}

#[cfg(windows)]
fn is_remote_here(folder: &Path) -> bool {
    use std::path::{Component, Prefix};
    // Only here the verbatim path is wanted: for a mapped drive it names the server.
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let is_unc = |component| match component {
        Component::Prefix(prefix) => matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)),
        _ => false,
    };
    real.components().next().is_some_and(is_unc)
}

#[cfg(not(windows))]
fn is_remote_here(folder: &Path) -> bool {
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    std::fs::read_to_string("/proc/self/mountinfo").is_ok_and(|mounts| is_remote_in(&mounts, &real))
}

/// Kinds of file systems whose changes others make.
#[cfg(any(not(windows), test))]
const REMOTE: [&str; 18] = [
    "9p",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.davfs2",
    "fuse.glusterfs",
    "fuse.rclone",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
    "gfs2",
    "lustre",
    "nfs",
    "nfs4",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
];

/// Looks for the innermost mount that holds a path: field 5 is the mount point with spaces as `\040`, the kind stands
/// after a lone `-`. A later mount on the same point hides an earlier one.
#[cfg(any(not(windows), test))]
fn is_remote_in(mounts: &str, path: &Path) -> bool {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let kind = fields.iter().position(|&field| field == "-").and_then(|dash| fields.get(dash + 1));
        let (Some(point), Some(kind)) = (fields.get(4), kind) else {
            continue;
        };
        let point = point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
        if path.starts_with(&point) && best.is_none_or(|(length, _)| length <= point.len()) {
            best = Some((point.len(), kind));
        }
    }
    best.is_some_and(|(_, kind)| REMOTE.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_decides() {
        let mounts = "24 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
            31 24 0:40 / /mnt/bagian\\040umum rw,relatime shared:9 - cifs //server/umum rw\n\
            32 31 0:41 / /mnt/bagian\\040umum/lokal rw - tmpfs tmpfs rw\n";
        let is_remote = |path: &str| is_remote_in(mounts, Path::new(path));
        assert!(is_remote("/mnt/bagian umum/LKjIP 2024"));
        assert!(!is_remote("/mnt/bagian umum/lokal"));
        assert!(!is_remote("/mnt/bagian umumnya"));
        assert!(!is_remote("/home/pegawai"));
        assert!(!is_remote_in("", Path::new("/home")));
    }
}
