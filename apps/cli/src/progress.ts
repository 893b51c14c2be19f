/** `--progress`: a bar on the terminal that moves with the phases of a long link. */
import { Presets, SingleBar } from 'cli-progress';

/** Milliseconds before the bar appears; a link that is done by then shows none. */
const PATIENCE = 300;

/** A bar in the making. */
export interface Progress {
  onPhase(phase: string): void;
  /** Takes the bar away. */
  stop(): void;
}

/** Phases of a link, to know how far it is; a phase that is not listed counts as the one before it. */
export const PHASES: readonly string[] = [
  ...['options', 'read', 'load', 'resolve', 'mark', 'layout', 'scan', 'synthesize', 'write'],
  'write file',
];

export function createProgress(stream: NodeJS.WritableStream, phases = PHASES): Progress {
  const begin = performance.now();
  let bar: SingleBar | undefined;
  return {
    onPhase(phase) {
      const done = phases.indexOf(phase);
      if (bar === undefined) {
        if (performance.now() - begin < PATIENCE) return;
        const format = 'linking {bar} {percentage}% {phase}';
        bar = new SingleBar({ format, stream, clearOnComplete: true }, Presets.shades_classic);
        bar.start(phases.length, Math.max(0, done), { phase });
      }
      if (done < 0) bar.update({ phase });
      else bar.update(done, { phase });
      // The link holds the event loop, so the bar's own timer never runs.
      bar.render();
    },
    stop() {
      bar?.stop();
    },
  };
}
