import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  claimJob,
  jobFailure,
  jobRelease,
  jobReport,
  jobResult,
  type ClaimAnswer,
  type ClaimJob,
  type JobFailure,
  type JobRelease,
  type JobReport,
  type JobResult,
  type ReportAnswer,
} from '@tutti/contracts/training';
import { sha256 } from './sample-task';

type Answer = readonly [status: number, body: object | Buffer];

const refusal = (status: number, code: string): Answer => [
  status,
  { type: 'about:blank', title: code, status, code, detail: `Refused: ${code}` },
];

/**
 * The other end of the wire: speaks the job routes of the contract, checks what comes against it, and can be told how to
 * behave. It shares no code with the services.
 */
export class JobServer {
  url = '';
  readonly ticket = 'the ticket';
  readonly claims: ClaimJob[] = [];
  readonly reports: JobReport[] = [];
  readonly results: JobResult[] = [];
  readonly failures: JobFailure[] = [];
  readonly releases: JobRelease[] = [];
  /** By digest. */
  readonly files = new Map<string, Buffer>();
  /** What it gives, by path below `/api/v1/`. */
  readonly content = new Map<string, Buffer>();
  readonly calls: string[] = [];
  claimAnswers: ClaimAnswer[] = [];
  reportAnswer: ReportAnswer = { stop: false, reason: '' };
  /** Answers that many requests with 503. */
  away = 0;
  /** Answers requests whose path ends so with a refusal. */
  refusals = new Map<string, readonly [status: number, code: string]>();
  picturesAtOnce = 0;
  #pictures = 0;
  readonly #server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });

  static async start(): Promise<JobServer> {
    const server = new JobServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${(server.#server.address() as AddressInfo).port}`;
    return server;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = (request.url ?? '').replace('/api/v1/', '');
    this.calls.push(`${request.method} ${path}`);
    const [status, body] = await this.#answer(request, path, Buffer.concat(chunks));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
  }

  async #answer({ headers }: IncomingMessage, path: string, body: Buffer): Promise<Answer> {
    if (this.away > 0) {
      this.away--;
      return refusal(503, 'log.unavailable');
    }
    if (headers.authorization !== `Bearer ${this.ticket}`) return refusal(401, 'job.ticket-invalid');
    const told = [...this.refusals].find(([end]) => path.endsWith(end));
    if (told) return refusal(...told[1]);
    if (path.includes('/pictures/')) return this.#picture(path);
    const content = this.content.get(path);
    return content ? [200, content] : this.#job(path.split('/').at(-1) ?? '', body);
  }

  /** Held for a moment, so that it is seen how many come at once. */
  async #picture(path: string): Promise<Answer> {
    this.picturesAtOnce = Math.max(this.picturesAtOnce, ++this.#pictures);
    await new Promise(setImmediate);
    this.#pictures--;
    const content = this.content.get(path);
    return content ? [200, content] : refusal(404, 'item.picture-gone');
  }

  #job(what: string, body: Buffer): Answer {
    const json = (): unknown => JSON.parse(body.toString());
    switch (what) {
      case 'claim':
        this.claims.push(claimJob.parse(json()));
        return [200, this.claimAnswers.shift() ?? { verdict: 'go', attempt: this.claims.length }];
      case 'reports':
        this.reports.push(jobReport.parse(json()));
        return [200, this.reportAnswer];
      case 'files':
        this.files.set(sha256(body), body);
        return [200, { digest: sha256(body), bytes: body.length }];
      case 'result':
        this.results.push(jobResult.parse(json()));
        return [200, {}];
      case 'release':
        this.releases.push(jobRelease.parse(json()));
        return [200, {}];
      case 'failure':
        this.failures.push(jobFailure.parse(json()));
        return [200, {}];
      default:
        return refusal(404, 'request.not-found');
    }
  }
}
