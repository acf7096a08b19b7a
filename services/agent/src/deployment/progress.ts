import type { DeploymentReport } from '@tutti/contracts/deployment';

const shortestMs = 5000;
const mostTold = 200;

/** Reports on the way: at most one in a few seconds, and none that would have to wait. */
export class Progress {
  private toldAt = -Infinity;

  constructor(
    private readonly send: (deploymentId: string, report: DeploymentReport) => void,
    private readonly steady: () => number = () => performance.now(),
  ) {}

  /** `lastsMs`: how long what it tells of may go on. Each is a write to a flash card, and a message. */
  tell(deploymentId: string, report: DeploymentReport, lastsMs = 0): void {
    const now = this.steady();
    if (now - this.toldAt < Math.max(shortestMs, lastsMs / mostTold)) return;
    this.toldAt = now;
    this.send(deploymentId, report);
  }
}
