export interface Stage {
  readonly name: string;
  readonly seconds: number;
}

/** How long each part of the story took. */
export class Stopwatch {
  readonly stages: Stage[] = [];

  async time<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    const result = await work();
    this.stages.push({ name, seconds: (performance.now() - started) / 1000 });
    return result;
  }

  total(): number {
    return this.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  }
}
