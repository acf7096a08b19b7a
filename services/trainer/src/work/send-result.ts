import type { BlobReference, EvaluationReport, JobResult } from '@tutti/contracts/training';
import type { JobClient } from '../protocol/job-client';
import type { Judgement, TrainedModel } from '../task/training-task';

type Sender = Pick<JobClient, 'send' | 'result'>;

const sendJudgement = async (client: Sender, judgement: Judgement): Promise<BlobReference> => {
  const examples: EvaluationReport['examples'] = [];
  for (const { thumbnail, ...example } of judgement.examples)
    examples.push({ ...example, thumbnail: await client.send(thumbnail) });
  const report: EvaluationReport = { ...judgement, examples };
  return client.send(new TextEncoder().encode(JSON.stringify(report)));
};

type Rest = Pick<JobResult, 'claimId' | 'seconds' | 'peakMemoryBytes'>;

/** Files first, then what is left of the reports, then the result: it ends the run. */
export const sendResult = async (
  client: Sender,
  model: TrainedModel,
  rest: Rest,
  reported: () => Promise<void>,
): Promise<void> => {
  const { artifact, labels, judgement, variants, baseline, backbone, items } = model;
  const result: JobResult = {
    ...rest,
    artifact: await client.send(artifact),
    labels: [...labels],
    metrics: judgement.metrics,
    evaluation: await sendJudgement(client, judgement),
    variants: [...variants],
    baseline: baseline && {
      metrics: baseline.metrics,
      evaluation: await sendJudgement(client, baseline.judgement),
    },
    backbone,
    items,
  };
  await reported();
  await client.result(result);
};
