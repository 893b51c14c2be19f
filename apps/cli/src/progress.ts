/** `--progress`: a bar on the terminal that moves with the phases of a long link. */
import { Presets, SingleBar } from 'cli-progress';

/** Phases of a link, in order, to know how far it is; one that is not listed moves nothing. */
const PHASES: readonly string[] = [
  ...['options', 'read', 'load', 'resolve', 'mark', 'layout', 'scan', 'synthesize', 'write'],
  'write file',
];

/** A bar that may not have appeared yet. */
export interface Progress {
  onPhase(phase: string): void;
  /** Takes the bar away. */
  stop(): void;
}

/**
 * Makes a bar.
 *
 * @param stream - the terminal
 * @param now - a clock in milliseconds
 * @param patience - milliseconds before the bar appears; a link that is done by then shows none
 */
export function createProgress(
  stream: NodeJS.WritableStream,
  now: () => number,
  patience = 300,
): Progress {
  const begin = now();
  let bar: SingleBar | undefined;
  return {
    onPhase(phase) {
      const done = PHASES.indexOf(phase);
      if (bar === undefined) {
        if (now() - begin < patience) return;
        const format = 'linking {bar} {percentage}% {phase}';
        bar = new SingleBar({ format, stream, clearOnComplete: true }, Presets.shades_classic);
        bar.start(PHASES.length, Math.max(0, done), { phase });
      } else if (done < 0) bar.update({ phase });
      else bar.update(done, { phase });
      // The link holds the event loop, so the bar's own timer never runs.
      bar.render();
    },
    stop() {
      bar?.stop();
    },
  };
}
