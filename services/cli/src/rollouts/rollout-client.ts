import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import {
  planRollout,
  rollout,
  rolloutList,
  rolloutPreview,
  type PlanRollout,
  type RollBack,
  type Rollout,
  type RolloutPreview,
} from '@tutti/contracts/deployment';
import type { RestClient } from '../rest/rest-client';

type Guarded = 'approve' | 'refuse' | 'start' | 'resume';

/** A plan as a JSON file, or from standard input for `-`. */
export const readPlan = async (path: string): Promise<PlanRollout> => {
  const json: unknown = JSON.parse(path === '-' ? await text(process.stdin) : await readFile(path, 'utf8'));
  const { data, error } = planRollout.safeParse(json);
  if (data) return data;
  const faults = error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error([`${path} is no plan of a rollout:`, ...faults].join('\n'));
};

/** Rollouts, by REST. */
export class RolloutClient {
  constructor(private readonly rest: RestClient) {}

  async list(query: string | undefined, pageSize: number): Promise<readonly Rollout[]> {
    const asked = new URLSearchParams({
      pageSize: String(pageSize),
      ...(query === undefined ? {} : { q: query }),
    });
    const path = `rollouts?${asked.toString()}`;
    return (await this.rest.call({ method: 'GET', path, answer: rolloutList })).items;
  }

  find(id: string): Promise<Rollout> {
    return this.rest.call({ method: 'GET', path: `rollouts/${encodeURIComponent(id)}`, answer: rollout });
  }

  preview(body: PlanRollout): Promise<RolloutPreview> {
    return this.rest.call({ method: 'POST', path: 'rollouts/preview', body, answer: rolloutPreview });
  }

  /** What was previewed, or nothing. */
  plan(plan: PlanRollout, { planDigest }: RolloutPreview): Promise<Rollout> {
    const body = { ...plan, planDigest };
    return this.rest.call({ method: 'POST', path: 'rollouts', body, answer: rollout });
  }

  rollBack(body: RollBack): Promise<Rollout> {
    return this.rest.call({ method: 'POST', path: 'rollouts/rollback', body, answer: rollout });
  }

  /** As it is now: whoever changes it meanwhile goes first. */
  async decide(id: string, what: Guarded, body?: object): Promise<Rollout> {
    const { version: ifMatch } = await this.find(id);
    return this.tell(id, what, { ifMatch, ...(body === undefined ? {} : { body }) });
  }

  tell(
    id: string,
    what: Guarded | 'pause' | 'stop' | 'retry',
    more: { readonly body?: object; readonly ifMatch?: number } = {},
  ): Promise<Rollout> {
    const path = `rollouts/${encodeURIComponent(id)}/${what}`;
    return this.rest.call({ method: 'POST', path, answer: rollout, ...more });
  }
}
