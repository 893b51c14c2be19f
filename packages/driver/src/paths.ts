/** The little the driver does with file names. Both `/` and `\` separate, so that Windows paths work everywhere. */

const separatorBefore = (path: string): number =>
  Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));

/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(separatorBefore(path) + 1);
}

/** Directory part of a path with its separator; empty without one. */
export function directoryOf(path: string): string {
  return path.slice(0, separatorBefore(path) + 1);
}

/** Base name without its last extension. */
export function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The path with its last extension replaced. */
export function withExtension(path: string, extension: string): string {
  return directoryOf(path) + stemOf(path) + extension;
}

/** A name in a directory. */
export function joinPath(directory: string, name: string): string {
  return directory === '' || /[/\\]$/.test(directory) ? directory + name : `${directory}/${name}`;
}

/** True for `/…`, `\\…` and `C:…`. */
export function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path);
}
