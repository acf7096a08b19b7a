import { createUser } from '@nats-io/nkeys';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { DeploymentReport, TwinWish } from '@tutti/contracts/deployment';
import { deviceCredentials } from '@tutti/contracts/devices';
import { publicKeyOf } from '@tutti/model-signature';
import { decodeImage } from '@tutti/vision';
import { pino } from 'pino';
import { background } from '../common/background';
import { Artifacts } from '../deployment/artifacts';
import { Deployer } from '../deployment/deployer';
import { type Deployments, openDeployments, takeOver } from '../deployment/deployments';
import type { Stage } from '../deployment/deployment-state';
import { ModelManager } from '../engine/model-manager';
import { TuttiApi } from '../identity/api';
import { Metrics } from '../metrics';
import { ArtifactPeer } from './artifact-peer';
import { signedBy, signingKey, wishFor } from './deployable';
import { credentialsFor } from './platform-peer';
import { picture } from './sample-picture';
import { isProgress } from './twin';
import { until } from './until';

const deviceId = 'a'.repeat(26);

/** One life of an agent, as far as deployments are concerned. */
interface Life {
  readonly deployments: Deployments;
  readonly models: ModelManager;
  readonly deployer: Deployer;
  readonly ended: AbortController;
  readonly work: Promise<unknown>;
}

export interface Reported {
  readonly deploymentId: string;
  readonly report: DeploymentReport;
}

/** A device's deployer with real models, a real platform's end of the wire for bytes, and as many lives as it takes. */
export class DeployerRig {
  readonly reports: Reported[] = [];
  /** What was logged. */
  readonly lines: string[] = [];
  readonly metrics = new Metrics();
  /** The platform's time. */
  time = Date.now();
  steady = 0;
  mostBytes = 1_000_000;
  signers: readonly string[] = [publicKeyOf(signingKey)];
  /** Those that a renewal of the credentials names, if others. */
  newerSigners: readonly string[] | undefined;
  /** Where the process dies: when this has been written. */
  dieAt: Stage | undefined;
  /** Called when that has been written. */
  onStage: ((stage: string) => void) | undefined;
  private position = 0;
  private life: Life | undefined;

  private constructor(
    readonly root: string,
    readonly peer: ArtifactPeer,
  ) {}

  static async create(): Promise<DeployerRig> {
    const root = await mkdtemp(join(tmpdir(), 'tutti-deployer-'));
    await mkdir(join(root, 'folder'));
    return new DeployerRig(root, await ArtifactPeer.start(Buffer.alloc(0)));
  }

  get now(): Life {
    if (this.life === undefined) throw new Error('the agent does not run');
    return this.life;
  }

  get judging(): string | undefined {
    const reference = this.now.models.current?.reference;
    return reference && `${reference.name} ${reference.version}`;
  }

  /** A new process. */
  async start(): Promise<void> {
    const log = this.log();
    const models = new ModelManager({ folder: join(this.root, 'folder'), checkEveryMs: 20, threads: 1, log });
    const now = (): number => this.time;
    const deployments = await openDeployments(this.root, log);
    await takeOver(deployments, models, this.time);
    const api = new TuttiApi(this.peer.url, createUser());
    const deployer = new Deployer({
      ...deployments,
      models,
      artifacts: new Artifacts({ api, identity: this.identity(), log }),
      send: (deploymentId, report) => {
        this.reports.push({ deploymentId, report });
        return Promise.resolve(true);
      },
      sendProgress: () => undefined,
      mostBytes: this.mostBytes,
      now,
      steady: () => this.steady,
      metrics: this.metrics,
      log,
    });
    const ended = new AbortController();
    const work = Promise.all([
      background('models', (signal) => models.run(signal), ended.signal, log),
      background('deployer', (signal) => deployer.run(signal), ended.signal, log),
      background('reports', (signal) => deployer.report(signal), ended.signal, log),
    ]);
    this.life = { deployments, models, deployer, ended, work };
  }

  /** Ends the process in the middle of whatever it does. */
  async kill(): Promise<void> {
    const { ended, work, models } = this.now;
    ended.abort();
    await work;
    await models.close();
    this.life = undefined;
  }

  /** Ends it as it should be. */
  async stop(): Promise<void> {
    const { ended, work, models, deployer } = this.now;
    ended.abort();
    await work;
    await deployer.close();
    await models.close();
    this.life = undefined;
  }

  async remove(): Promise<void> {
    if (this.life !== undefined) await this.kill();
    await this.peer.stop();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Signs a model and has it ready to be fetched. */
  wishFor(bytes: Uint8Array, changes: Parameters<typeof wishFor>[1] = {}): TwinWish {
    this.offerBytes(bytes);
    return wishFor(bytes, { version: 'v1.0', ...changes });
  }

  offerBytes(bytes: Uint8Array): void {
    this.peer.bytes = Buffer.from(bytes);
    this.peer.bundle = signedBy(signingKey, bytes);
  }

  wish(wish: unknown, position = ++this.position): void {
    this.now.deployer.offer({ incarnation: 'test', position, wish });
  }

  /** Has the judging model judge a picture. */
  async frame(colour: string): Promise<void> {
    const image = await decodeImage(await picture(colour));
    const { active, prediction } = await this.now.models.predict(image);
    this.now.deployer.judged({ image, active, prediction, latencyMs: 1 });
  }

  /** States that were reported of a deployment, without progress. */
  states({ deploymentId }: TwinWish): string[] {
    return this.told(deploymentId).map(({ state }) => state);
  }

  last({ deploymentId }: TwinWish): DeploymentReport | undefined {
    return this.told(deploymentId).at(-1);
  }

  says(wish: TwinWish, state: string): Promise<void> {
    return until(`it says ${state}`, () => this.last(wish)?.state === state);
  }

  at(stage: Stage): Promise<void> {
    return until(`it is ${stage}`, () => this.now.deployments.store.state.open?.stage === stage);
  }

  private told(deploymentId: string): DeploymentReport[] {
    return this.reports
      .filter((each) => each.deploymentId === deploymentId && !isProgress(each.report))
      .map(({ report }) => report);
  }

  private identity() {
    const credentials = deviceCredentials.parse(credentialsFor(deviceId, 'no-jwt', 'nats://127.0.0.1:1'));
    const identity = {
      usable: () => Promise.resolve(credentials),
      modelSigners: this.signers,
      renewed: () => {
        identity.modelSigners = this.newerSigners ?? this.signers;
        return Promise.resolve();
      },
    };
    return identity;
  }

  /** A line is written once a stage is on disk: then the process may be told to die. */
  private log() {
    const destination = new Writable({
      write: (line: Buffer, _encoding, done) => {
        const { stage, msg } = JSON.parse(line.toString()) as { stage?: string; msg: string };
        this.lines.push(msg);
        if (stage !== undefined) this.onStage?.(stage);
        if (stage !== undefined && stage === this.dieAt) this.life?.ended.abort();
        done();
      },
    });
    return pino({ level: 'info' }, destination);
  }
}
