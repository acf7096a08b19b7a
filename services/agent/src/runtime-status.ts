import type { FrameCounts, HeartbeatEntry, RuntimeStatus } from '@tutti/contracts/devices';
import type { ModelManager } from './engine/model-manager';
import type { Journal } from './journal/journal';
import type { Recorder } from './pipeline/recorder';

interface Fault {
  readonly type: string;
  readonly message: string;
}

/** What is wrong beside the model, set by whoever notices. */
export interface Faults {
  journal?: Fault | undefined;
}

export interface RuntimeParts {
  readonly faults: Faults;
  readonly models: ModelManager;
  readonly journal: Journal;
  readonly recorder: Recorder;
  /** A model is on its way. */
  readonly deploying: () => boolean;
  /** Undefined where no picture leaves the device. */
  readonly frames: () => FrameCounts | undefined;
  readonly agentVersion: string;
  /** A device that judges a picture now and then counts as inferencing in between. */
  readonly inferencingForMs: number;
}

/** What a heartbeat says: which model runs, how much waits, and what is wrong. */
export class RuntimeStatusReader {
  readonly startedAt = new Date().toISOString();

  constructor(private readonly parts: RuntimeParts) {}

  heartbeat(): Omit<HeartbeatEntry, 'seq' | 'at'> {
    const { models, journal, agentVersion } = this.parts;
    const { entries, bytes, dropped } = journal.stats();
    const frames = this.parts.frames();
    return {
      runtime: this.runtime(),
      model: models.current?.reference ?? null,
      agentVersion,
      startedAt: this.startedAt,
      backlog: { entries, bytes, dropped },
      ...(frames === undefined ? {} : { frames }),
      error: this.fault ?? null,
    };
  }

  /** A broken new model shows as an error even while the old one goes on. */
  runtime(): RuntimeStatus {
    const { models, recorder, deploying, inferencingForMs } = this.parts;
    if (this.fault !== undefined) return 'error';
    if (models.current === undefined) return deploying() ? 'deploying' : 'no_stream';
    return Date.now() - recorder.lastResultAt < inferencingForMs ? 'inferencing' : 'ready';
  }

  private get fault(): Fault | undefined {
    const fault = this.parts.models.fault ?? this.parts.faults.journal;
    return fault && { type: fault.type.slice(0, 64), message: fault.message.slice(0, 512) };
  }
}
