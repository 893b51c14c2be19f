export { link, versionText } from './link.ts';
export type { LinkProgram, LinkRequest, LinkResult } from './request.ts';
export { memoryHost } from './host.ts';
export type { Files, Host, LazyFile, WriteMode } from './host.ts';
export type { LinkStats, PhaseTime } from './stats.ts';
export type { Colors, LoadStep, LoadSwitch, Quoting, Settings } from './options/settings.ts';
