"""What the operating system says when a file cannot be had: said in the reader's language like everything else."""

#: The words of the C library; each stands in the catalogue. Others are shown as the system says them.
SYSTEM_WORDS = frozenset({
    "Device or resource busy", "Disk quota exceeded", "File exists", "File name too long", "File too large",
    "Input/output error", "Is a directory", "No space left on device", "No such file or directory", "Not a directory",
    "Operation not permitted", "Permission denied", "Read-only file system", "Too many open files",
})  # fmt: skip
