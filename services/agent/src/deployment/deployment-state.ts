import { deployedModel, deploymentReport, deviceFailure, twinWish } from '@tutti/contracts/deployment';
import { z } from 'zod';
import { shadowState } from './shadow-runner';
import { soakState } from './soak';

/** A model that was activated here, and by which deployment. */
const installed = z.object({ deploymentId: z.uuid(), model: deployedModel });
export type Installed = Readonly<z.infer<typeof installed>>;

const judged = { results: z.number().int().min(0), meanScore: z.number().nullable() };

/** Written before what it names is done. */
export const stages = [
  'accepted',
  'downloading',
  'downloaded',
  'verified',
  /** Waits for its window. */
  'deferred',
  'warming-up',
  'warmed-up',
  /** Activated, and not confirmed yet. */
  'soaking',
  /** Runs beside, as a shadow. */
  'comparing',
  /** What judged before is to judge again; then it ends. */
  'restoring',
] as const;
export type Stage = (typeof stages)[number];

const openDeployment = z.object({
  wish: twinWish,
  stage: z.enum(stages),
  /** Milliseconds since 1970; it waits until then before it downloads. */
  startAt: z.number(),
  /** What was reported of it. */
  told: z.array(z.string()),
  /** The process that works on it; null once that has stopped in good order. */
  holder: z.string().nullable(),
  /** Processes that died while the model was used without being confirmed, or while a confirmed one was brought back. */
  crashes: z.number().int().min(0),
  /** The newest request to stop that was answered. */
  answered: z.number().int().min(0),
  /** What was deployed before it was activated. */
  previous: installed.nullable(),
  soak: soakState.optional(),
  shadow: shadowState.optional(),
  /** Of `restoring`: how it ends. */
  end: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('rolled-back'), failure: deviceFailure, ...judged }),
      z.object({ state: z.literal('cancelled') }),
    ])
    .optional(),
});
export type OpenDeployment = Readonly<z.infer<typeof openDeployment>>;
/** What a trial has seen. */
export type Counted = Pick<OpenDeployment, 'soak' | 'shadow'>;

const endedDeployment = z.object({
  deploymentId: z.uuid(),
  report: deploymentReport,
  answered: z.number().int().min(0),
  /** It only brought back what had been confirmed before: the platform is told nothing, unless that failed. */
  quiet: z.boolean(),
  /** Of a quiet one that failed over what passes: when it is tried again. */
  retryAt: z.number().optional(),
});
export type EndedDeployment = Readonly<z.infer<typeof endedDeployment>>;

const untold = z.object({ deploymentId: z.uuid(), at: z.number(), report: deploymentReport });
export type Untold = Readonly<z.infer<typeof untold>>;

/** What a device remembers of its deployments. A part that cannot be read does not take the others with it. */
export const deploymentState = z.object({
  /** The newest wish that was heeded. */
  seen: z.object({ incarnation: z.string(), position: z.number() }).nullable().catch(null),
  open: openDeployment.nullable().catch(null),
  /** Goes before what lies in the model folder. */
  active: installed.nullable().catch(null),
  /** The one before, kept at hand. */
  earlier: installed.nullable().catch(null),
  ended: z.array(endedDeployment).catch([]),
  /** Reports that are not in the journal yet. */
  untold: z.array(untold).catch([]),
});
export type DeploymentState = Readonly<z.infer<typeof deploymentState>>;

export const noDeployments: DeploymentState = {
  seen: null,
  open: null,
  active: null,
  earlier: null,
  ended: [],
  untold: [],
};

const used: ReadonlySet<Stage> = new Set(['soaking', 'comparing', 'restoring']);

/** It has not come to be used yet. */
export const isInstalling = ({ open }: DeploymentState): boolean => open !== null && !used.has(open.stage);
