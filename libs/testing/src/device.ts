import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { createUser, type KeyPair } from '@nats-io/nkeys';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import type { DeploymentReport } from '@tutti/contracts/deployment';
import {
  challenge,
  deviceCredentials,
  enrolmentAnswer,
  enrolmentProof,
  telemetrySubject,
  type DeviceCredentials,
  type CommandReport,
  type DeviceTokenClaims,
  type EnrolmentAnswer,
  type EnrolmentRequest,
  type HeartbeatEntry,
  type InferenceEntry,
  type ReportedEntry,
  type TelemetryKind,
  type VitalsEntry,
} from '@tutti/contracts/devices';

export interface SimulatedDeviceOptions {
  /** Of the API, without a path. */
  readonly url: string;
  readonly serial: string;
  /** A new nkey when absent. */
  readonly key?: KeyPair;
}

export interface DeviceCall {
  readonly method?: string;
  /** With query. */
  readonly path: string;
  readonly body?: Uint8Array;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Claims to forge. */
  readonly claims?: Partial<Record<keyof DeviceTokenClaims, unknown>>;
  /** Another token than the one made for this call. */
  readonly token?: string;
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const nothing = new Uint8Array();

const model = { name: 'digits', version: '1', digest: digest(nothing), task: 'classification' } as const;

/** A device as the system sees one: real keys, real HTTP, a real NATS connection, made-up measurements. */
export class SimulatedDevice {
  readonly key: KeyPair;
  readonly serial: string;
  /** Of its results; another one is what a device with a new disk has. */
  journal = randomBytes(6).toString('hex');
  id: string | undefined;
  readonly #url: string;
  #seq = 0;

  constructor({ url, serial, key = createUser() }: SimulatedDeviceOptions) {
    this.#url = url;
    this.serial = serial;
    this.key = key;
  }

  get publicKey(): string {
    return this.key.getPublicKey();
  }

  /** The token that it signs for one request. */
  token({ method = 'GET', path, body = nothing, claims = {} }: DeviceCall): string {
    const iat = Math.floor(Date.now() / 1000);
    const all = {
      iss: this.id ?? '',
      key: this.publicKey,
      aud: 'tutti',
      htm: method,
      htu: path,
      sha256: digest(body),
      size: body.length,
      iat,
      exp: iat + 60,
      jti: randomUUID(),
      ...claims,
    };
    const signed = `${encoded({ alg: 'EdDSA', typ: 'tutti-device+jwt' })}.${encoded(all)}`;
    const signature = this.key.sign(new TextEncoder().encode(signed));
    return `${signed}.${Buffer.from(signature).toString('base64url')}`;
  }

  /** A request that it signs. */
  call(call: DeviceCall): Promise<Response> {
    const { method = 'GET', path, body, contentType, headers } = call;
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Tutti-Device ${call.token ?? this.token(call)}`,
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: Buffer.from(body) }),
    });
  }

  /** What it would send to join. */
  async request(changes: Partial<EnrolmentRequest> = {}): Promise<EnrolmentRequest> {
    const asked = await fetch(`${this.#url}/api/v1/enrolments/challenges`, { method: 'POST' });
    const { nonce } = challenge.parse(await asked.json());
    const proof = this.key.sign(enrolmentProof(nonce, this.serial, this.publicKey));
    return {
      serial: this.serial,
      publicKey: this.publicKey,
      nonce,
      signature: Buffer.from(proof).toString('base64url'),
      hardware: { arch: 'x64', cpu: 'Simulated', cores: 4, memoryBytes: 4_000_000_000 },
      os: { name: 'Debian', release: '12' },
      agentVersion: '0.1.0',
      ...changes,
    };
  }

  send(request: unknown): Promise<Response> {
    return fetch(`${this.#url}/api/v1/enrolments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  }

  /** Asks to join; 201 when it is news, 202 when it is known. Throws with the answer on anything else. */
  async ask(changes: Partial<EnrolmentRequest> = {}): Promise<EnrolmentAnswer & { readonly http: number }> {
    const response = await this.send(await this.request(changes));
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    const answer = enrolmentAnswer.parse(await response.json());
    this.id = answer.id;
    return { ...answer, http: response.status };
  }

  /** How its request stands. */
  async standing(): Promise<EnrolmentAnswer> {
    const response = await this.call({ path: `/api/v1/enrolments/${this.id}` });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return enrolmentAnswer.parse(await response.json());
  }

  async credentials(): Promise<DeviceCredentials> {
    const response = await this.call({ method: 'POST', path: `/api/v1/enrolments/${this.id}/credentials` });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return deviceCredentials.parse(await response.json());
  }

  /** Connects to NATS with a pass; a new one when none is given. The caller closes the connection. */
  async connect(credentials?: DeviceCredentials): Promise<NatsConnection> {
    const { natsUrls, jwt, deviceId } = credentials ?? (await this.credentials());
    return connect({
      servers: natsUrls,
      authenticator: jwtAuthenticator(jwt, this.key.getSeed()),
      inboxPrefix: `_INBOX.${deviceId}`,
      reconnect: false,
    });
  }

  /** Publishes a batch and waits until the log has it. */
  async publish(connection: NatsConnection, kind: TelemetryKind, entries: readonly unknown[]): Promise<void> {
    await this.publishRaw(connection, kind, JSON.stringify({ journal: this.journal, entries }));
  }

  async publishRaw(connection: NatsConnection, kind: string, payload: string | Uint8Array): Promise<void> {
    const log = jetstream(connection, { checkAPI: false });
    await log.publish(telemetrySubject(this.id ?? '', kind as TelemetryKind), payload);
  }

  heartbeat(changes: Partial<HeartbeatEntry> = {}): HeartbeatEntry {
    return {
      ...this.#next(),
      runtime: 'inferencing',
      model,
      agentVersion: '0.1.0',
      startedAt: '2026-01-01T00:00:00.000Z',
      backlog: { entries: 0, bytes: 0, dropped: 0 },
      error: null,
      ...changes,
    };
  }

  vitals(changes: Partial<VitalsEntry> = {}): VitalsEntry {
    return {
      ...this.#next(),
      cpu: 0.25,
      memoryUsedBytes: 1_000_000_000,
      memoryTotalBytes: 4_000_000_000,
      diskUsedBytes: 2_000_000_000,
      diskTotalBytes: 32_000_000_000,
      temperatureCelsius: 41.5,
      networkRxBytesPerSecond: 100,
      networkTxBytesPerSecond: 200,
      uptimeSeconds: 3600,
      agentMemoryBytes: 100_000_000,
      ...changes,
    };
  }

  inference(changes: Partial<InferenceEntry> = {}): InferenceEntry {
    return {
      ...this.#next(),
      model,
      label: '7',
      score: 0.75,
      probabilities: { '7': 0.75, '1': 0.25 },
      boxes: [],
      latencyMs: 4,
      inputFile: '7-001.png',
      truth: '7',
      ...changes,
    };
  }

  reported(commandId: string, report: CommandReport): ReportedEntry {
    return { ...this.#next(), topic: 'command', commandId, report };
  }

  reportedOn(deploymentId: string, report: DeploymentReport): ReportedEntry {
    return { ...this.#next(), topic: 'deployment', deploymentId, report };
  }

  #next(): { readonly seq: number; readonly at: string } {
    return { seq: ++this.#seq, at: new Date().toISOString() };
  }
}
