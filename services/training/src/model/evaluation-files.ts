import { text } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import { evaluationReport, type EvaluationReport } from '@tutti/contracts/training';
import { blobNamespace } from './model-files';
import { refused } from './model-refusal.decider';

/** Reports of judgements, as they lie in the blob store. */
export class EvaluationFiles {
  constructor(private readonly blobs: Pick<BlobStore, 'open'>) {}

  /** Throws `model.artifact-gone` where the store no longer has it. */
  async read(digest: string): Promise<EvaluationReport> {
    const report = await this.find(digest);
    if (report) return report;
    const detail = "The blob store no longer has the model's evaluation. Restore its backup.";
    throw refused('model.artifact-gone', detail);
  }

  /** Undefined where the store no longer has it. */
  async find(digest: string): Promise<EvaluationReport | undefined> {
    const blob = await this.blobs.open(blobNamespace, digest);
    return blob && evaluationReport.parse(JSON.parse(await text(blob.stream)));
  }
}
