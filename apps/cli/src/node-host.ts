/**
 * Files of the local disk for the driver. All calls are synchronous: a link waits for its inputs anyway, and Node's
 * promise API costs more than the reads of a small program.
 */
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Host, WriteMode } from '@wasmwright/driver';

/** An error as the C library would report it. */
function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Writes all bytes; a pipe that is full for the moment is tried again. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EAGAIN') throw error;
    }
  }
}

/** A new file beside `path`, so that renaming it never crosses file systems. */
function openBeside(path: string, permissions: number): { file: number; name: string } {
  for (let attempt = 0; ; attempt++) {
    const name = `${path}.tmp${process.pid.toString(36)}${attempt === 0 ? '' : attempt}`;
    try {
      return { file: openSync(name, 'wx', permissions), name };
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST' || attempt > 100) throw error;
    }
  }
}

/** Replaces a file by a finished one (J27): the old one stays until the new one is complete. */
function replaceFile(path: string, bytes: Uint8Array, mode: WriteMode | undefined): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && !stat.isFile()) {
    // A device or a pipe is written to and not replaced; a directory fails here.
    const file = openSync(path, 'w');
    try {
      writeAll(file, bytes);
    } finally {
      closeSync(file);
    }
    return;
  }
  const { file, name } = openBeside(path, mode?.executable === true ? 0o777 : 0o666);
  try {
    try {
      writeAll(file, bytes);
    } finally {
      closeSync(file);
    }
    renameSync(name, path);
  } catch (error) {
    rmSync(name, { force: true });
    throw error;
  }
}

/** The local disk. */
export const nodeHost: Host = {
  read(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (stat.isDirectory()) throw failure('EISDIR');
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    return new Uint8Array(buffer, byteOffset, byteLength);
  },
  list: (directory) => readdirSync(directory),
  write: replaceFile,
  probe(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) throw failure('EISDIR');
    if (stat !== undefined && !stat.isFile()) accessSync(path, constants.W_OK);
    else {
      const directory = statSync(dirname(path));
      if (!directory.isDirectory()) throw failure('ENOTDIR');
      accessSync(dirname(path), constants.W_OK);
    }
  },
};
