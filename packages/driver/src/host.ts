/**
 * Where files come from and go to. The driver reads and writes only through a `Host`, so the same link runs on a disk,
 * in a browser and in a test.
 */
import { encodeText } from './text.ts';

/** Access to files. Every method may answer at once or with a promise. */
export interface Host {
  /**
   * Bytes of one file; `undefined` when there is none. A file that exists and cannot be read is thrown as an error
   * whose `code` is that of the C library (`EACCES`, `EISDIR`), or whose message is the reason.
   */
  read(path: string): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Names of the files in a directory. */
  list?(directory: string): readonly string[] | Promise<readonly string[]>;
  /** Replaces a file. A file marked `executable` gets the execute permission where there is one. */
  write?(path: string, bytes: Uint8Array, mode?: WriteMode): void | Promise<void>;
  /** Throws, as `read` does, when `write` to this path would fail; changes nothing. */
  probe?(path: string): void | Promise<void>;
}

/** What kind of file is written. */
export interface WriteMode {
  readonly executable: boolean;
}

/** Contents of a file that is read when it is needed. */
export type LazyFile = () => Uint8Array | Promise<Uint8Array>;

/** A virtual file system: path to bytes, text, or a function that gives the bytes. */
export type Files = Readonly<Record<string, Uint8Array | string | LazyFile>>;

/** Words of the C library for error codes (I5). */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ELOOP: 'Too many levels of symbolic links',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
  EIO: 'Input/output error',
  ETXTBSY: 'Text file busy',
};

/** Why a file could not be read or written, in the words of the C library. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const known = typeof code === 'string' ? REASONS[code] : undefined;
  return known ?? (typeof message === 'string' ? message : String(error));
}

/** Bytes of a file, or why there are none. */
export interface ReadResult {
  readonly bytes: Uint8Array | undefined;
  /** Empty when the file was read. */
  readonly reason: string;
  /** True if something of this name exists. */
  readonly exists: boolean;
}

/** Reads a file; failures are values. */
export async function readFile(host: Host, path: string): Promise<ReadResult> {
  try {
    const bytes = await host.read(path);
    return bytes === undefined
      ? { bytes, reason: REASONS['ENOENT']!, exists: false }
      : { bytes, reason: '', exists: true };
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT';
    return { bytes: undefined, reason: reasonOf(error), exists: !missing };
  }
}

/**
 * A host over a virtual file system. What is written can be read back from `written`.
 *
 * @example
 * const host = memoryHost({ 'a.o': bytes });
 * await link({ args: ['a.o', '-o', 'a.wasm'], host });
 * host.written.get('a.wasm');
 */
export function memoryHost(files: Files): Host & { readonly written: Map<string, Uint8Array> } {
  const written = new Map<string, Uint8Array>();
  const loaded = new Map<string, Uint8Array>();
  return {
    written,
    async read(path) {
      const known = written.get(path) ?? loaded.get(path);
      if (known !== undefined) return known;
      if (!Object.hasOwn(files, path)) return undefined;
      const file = files[path]!;
      const bytes =
        typeof file === 'string'
          ? encodeText(file)
          : file instanceof Uint8Array
            ? file
            : await file();
      loaded.set(path, bytes);
      return bytes;
    },
    list(directory) {
      const prefix = directory === '.' || directory === '' ? '' : `${directory}/`;
      return Object.keys(files)
        .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
        .map((path) => path.slice(prefix.length));
    },
    write(path, bytes) {
      written.set(path, bytes);
    },
  };
}
