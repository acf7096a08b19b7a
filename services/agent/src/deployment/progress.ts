import type { DeploymentReport } from '@tutti/contracts/deployment';

const everyMs = 5000;

/** Reports on the way: at most one in a few seconds, and none that would have to wait. */
export class Progress {
  private toldAt = -Infinity;

  constructor(private readonly send: (deploymentId: string, report: DeploymentReport) => void) {}

  tell(deploymentId: string, report: DeploymentReport): void {
    const now = performance.now();
    if (now - this.toldAt < everyMs) return;
    this.toldAt = now;
    this.send(deploymentId, report);
  }
}
