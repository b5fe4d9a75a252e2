/** Folders of the system that every base image has: what lies in them is not one thing. */

const SYSTEM_FOLDERS: ReadonlySet<string> = new Set(
  "/ /usr /usr/bin /usr/sbin /usr/lib /usr/share /usr/local /usr/local/bin /usr/local/sbin /usr/local/lib /usr/local/share /bin /sbin /lib /etc /opt /var /var/lib /var/log /home /root /srv /mnt /media".split(
    " ",
  ),
);

/** A folder that every base image has, so that it cannot be copied whole. */
export function isSystemFolder(path: string): boolean {
  return SYSTEM_FOLDERS.has(path);
}
