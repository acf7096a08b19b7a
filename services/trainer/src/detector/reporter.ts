import type { CurvePoint } from '@tutti/contracts/training';
import type { TrainingTask } from '../task/training-task';

/** Tells of a step under way. Whatever `report` throws ends the training. */
export class Reporter {
  private current = '';

  constructor(private readonly report: TrainingTask['report']) {}

  step(step: string, message?: string): void {
    this.current = step;
    this.report({ step, progress: 0, ...(message === undefined ? {} : { message }) });
  }

  /** `share` of the step is done. */
  progress(share: number, message?: string): void {
    const progress = Math.min(1, Math.max(0, share));
    this.report({ step: this.current, progress, ...(message === undefined ? {} : { message }) });
  }

  lines(lines: readonly string[]): void {
    this.report({ step: this.current, progress: null, lines });
  }

  points(share: number, points: readonly CurvePoint[]): void {
    this.report({ step: this.current, progress: Math.min(1, share), points });
  }

  skip(step: string, why: string): void {
    this.report({ step: this.current, progress: null, skipped: [step], lines: [why] });
  }
}
