// A small WASI preview 1 for interpreted commands: arguments, environment, standard streams, clock, random numbers.
// There are no files: every other call answers "bad file descriptor" or "not supported".

import { encodeText } from './constants.ts';
import type { Import, ImportCall } from './interpreter.ts';

/** WASI errno values in use. */
const SUCCESS = 0n;
const BAD_DESCRIPTOR = 8n;
const NOT_SUPPORTED = 58n;
const BAD_SEEK = 70n;

/** What the host gives a command. */
export interface WasiOptions {
  /** Program name first. @default [] */
  readonly args?: readonly string[];
  /** `NAME=value`. @default [] */
  readonly environ?: readonly string[];
  /** Bytes of standard input. @default none */
  readonly stdin?: Uint8Array;
  /** Called with what the command writes to descriptor 1 or 2. @default ignored */
  readonly write?: (descriptor: 1 | 2, bytes: Uint8Array) => void;
  /** Nanoseconds of a clock. @default always 0 */
  readonly now?: (clock: number) => bigint;
  /** Fills random bytes. @default zeros */
  readonly random?: (bytes: Uint8Array) => void;
}

/** Arguments of a call as numbers. */
const numbers = (call: ImportCall): number[] => call.arguments.map((value) => Number(value));

function writeWord(call: ImportCall, address: number, value: number | bigint, bytes = 4): void {
  const buffer = new Uint8Array(bytes);
  let rest = BigInt(value);
  for (let at = 0; at < bytes; at++) {
    buffer[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  call.memory.write(BigInt(address), buffer);
}

function readWord(call: ImportCall, address: number): number {
  const [a, b, c, d] = call.memory.read(BigInt(address), 4);
  return a! + b! * 0x100 + c! * 0x1_0000 + d! * 0x100_0000;
}

/** The (address, length) pairs of an iovec array. */
function vectors(call: ImportCall, address: number, count: number): [number, number][] {
  return Array.from({ length: count }, (_, at) => [
    readWord(call, address + 8 * at),
    readWord(call, address + 8 * at + 4),
  ]);
}

/** `args_get` and `environ_get` with their `_sizes_get`. */
function strings(list: readonly string[]): { sizes: Import; get: Import } {
  const encoded = list.map((text) => encodeText(`${text}\0`));
  return {
    sizes: (call) => {
      const [count, size] = numbers(call);
      writeWord(call, count!, encoded.length);
      writeWord(
        call,
        size!,
        encoded.reduce((sum, bytes) => sum + bytes.length, 0),
      );
      return SUCCESS;
    },
    get: (call) => {
      let [pointers, at] = numbers(call) as [number, number];
      for (const bytes of encoded) {
        writeWord(call, pointers, at);
        call.memory.write(BigInt(at), bytes);
        pointers += 4;
        at += bytes.length;
      }
      return SUCCESS;
    },
  };
}

/**
 * Imports of `wasi_snapshot_preview1` for `createInterpreter` (wasm32).
 *
 * @example
 * const imports = { wasi_snapshot_preview1: wasiImports({ write: (_, bytes) => chunks.push(bytes) }) };
 * createInterpreter([module], { imports }).call('_start');
 */
export function wasiImports(options: WasiOptions = {}): Readonly<Record<string, Import>> {
  const args = strings(options.args ?? []);
  const environ = strings(options.environ ?? []);
  const input = options.stdin ?? new Uint8Array(0);
  let consumed = 0;
  const write: Import = (call) => {
    const [descriptor, iovecs, count, written] = numbers(call) as [number, number, number, number];
    if (descriptor !== 1 && descriptor !== 2) return BAD_DESCRIPTOR;
    let total = 0;
    for (const [address, length] of vectors(call, iovecs, count)) {
      options.write?.(descriptor, call.memory.read(BigInt(address), length));
      total += length;
    }
    writeWord(call, written, total);
    return SUCCESS;
  };
  const read: Import = (call) => {
    const [descriptor, iovecs, count, got] = numbers(call) as [number, number, number, number];
    if (descriptor !== 0) return BAD_DESCRIPTOR;
    let total = 0;
    for (const [address, length] of vectors(call, iovecs, count)) {
      const part = input.subarray(consumed, consumed + length);
      call.memory.write(BigInt(address), part);
      consumed += part.length;
      total += part.length;
    }
    writeWord(call, got, total);
    return SUCCESS;
  };
  const known: Record<string, Import> = {
    args_sizes_get: args.sizes,
    args_get: args.get,
    environ_sizes_get: environ.sizes,
    environ_get: environ.get,
    fd_write: write,
    fd_read: read,
    fd_close: () => SUCCESS,
    fd_sync: () => SUCCESS,
    fd_seek: () => BAD_SEEK,
    fd_prestat_get: () => BAD_DESCRIPTOR,
    fd_prestat_dir_name: () => BAD_DESCRIPTOR,
    // Standard streams are character devices (2) with all rights.
    fd_fdstat_get: (call) => {
      const [descriptor, at] = numbers(call) as [number, number];
      if (descriptor > 2) return BAD_DESCRIPTOR;
      writeWord(call, at, 2n, 8);
      writeWord(call, at + 8, -1n, 8);
      writeWord(call, at + 16, -1n, 8);
      return SUCCESS;
    },
    fd_filestat_get: (call) => {
      const [descriptor, at] = numbers(call) as [number, number];
      if (descriptor > 2) return BAD_DESCRIPTOR;
      call.memory.write(BigInt(at), new Uint8Array(64).fill(2, 16, 17));
      return SUCCESS;
    },
    clock_time_get: (call) => {
      const [clock, , at] = numbers(call) as [number, number, number];
      writeWord(call, at, options.now?.(clock) ?? 0n, 8);
      return SUCCESS;
    },
    clock_res_get: (call) => {
      writeWord(call, numbers(call)[1]!, 1n, 8);
      return SUCCESS;
    },
    random_get: (call) => {
      const [at, length] = numbers(call) as [number, number];
      const bytes = new Uint8Array(length);
      options.random?.(bytes);
      call.memory.write(BigInt(at), bytes);
      return SUCCESS;
    },
    sched_yield: () => SUCCESS,
    proc_exit: (call) => call.exit(numbers(call)[0]!),
  };
  for (const name of UNSUPPORTED) known[name] = () => NOT_SUPPORTED;
  return known;
}

/** Calls that exist and do nothing here. */
const UNSUPPORTED: readonly string[] = [
  'fd_advise', 'fd_allocate', 'fd_datasync', 'fd_fdstat_set_flags', 'fd_fdstat_set_rights', 'fd_filestat_set_size',
  'fd_filestat_set_times', 'fd_pread', 'fd_pwrite', 'fd_readdir', 'fd_renumber', 'fd_tell', 'path_create_directory',
  'path_filestat_get', 'path_filestat_set_times', 'path_link', 'path_open', 'path_readlink', 'path_remove_directory',
  'path_rename', 'path_symlink', 'path_unlink_file', 'poll_oneoff', 'proc_raise', 'sock_accept', 'sock_recv',
  'sock_send', 'sock_shutdown',
]; // prettier-ignore
