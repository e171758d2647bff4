// @ts-check
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import path from "node:path";

const field = (/** @type {number} */ value) => value.toString(16).padStart(8, "0").toUpperCase();
const padding = (/** @type {number} */ length) => Buffer.alloc((4 - (length % 4)) % 4);

/**
 * One entry of a "newc" archive (Linux, Documentation/driver-api/early-userspace/buffer-format.rst). Owner is root and
 * the time 0 whoever builds it, so that the same packages give the same bytes.
 * @param {{ name: string, mode: number, inode: number, content: Buffer }} entry
 */
const encode = ({ name, mode, inode, content }) => {
  const label = Buffer.from(`${name}\0`);
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, label.length, 0];
  const head = Buffer.concat([Buffer.from(`070701${numbers.map(field).join("")}`), label]);
  return Buffer.concat([head, padding(head.length), content, padding(content.length)]);
};

/**
 * Packs a folder as the kernel's initial file system.
 * @param {string} folder
 */
export const packInitialFileSystem = (folder) => {
  /** @type {Buffer[]} */
  const parts = [];
  let inode = 0;
  const visit = (/** @type {string} */ relative) => {
    const full = path.join(folder, relative);
    const stat = lstatSync(full);
    inode += 1;
    let content = Buffer.alloc(0);
    if (stat.isSymbolicLink()) content = Buffer.from(readlinkSync(full));
    else if (stat.isFile()) content = readFileSync(full);
    parts.push(encode({ name: relative || ".", mode: stat.mode, inode, content }));
    if (!stat.isDirectory()) return;
    for (const name of readdirSync(full).sort()) visit(path.join(relative, name));
  };
  visit("");
  parts.push(encode({ name: "TRAILER!!!", mode: 0, inode: 0, content: Buffer.alloc(0) }));
  return Buffer.concat(parts);
};
