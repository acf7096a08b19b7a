import { PassThrough } from 'node:stream';
import { Module } from '@nestjs/common';
import {
  type HttpApp,
  type HttpAppOptions,
  createHttpApp,
  GRPC_SERVICES,
  createLogger,
  signAccessToken,
} from '../src/index';
import { exampleGrpc } from './example.grpc';
import { Doors, ExampleModule, signing } from './example.module';

export const realm = { issuer: 'tutti:test', audience: 'tutti' };

export interface Harness {
  readonly app: HttpApp;
  readonly doors: Doors;
  /** Everything that was logged, line by line. */
  readonly lines: readonly string[];
  fetch(
    path: string,
    init?: RequestInit & { readonly as?: 'admin' | 'manager' | 'user' | 'nobody' },
  ): Promise<Response>;
}

export const tokenFor = (
  role: 'admin' | 'manager' | 'user',
  changes: { mustChangePassword?: boolean; expiresAt?: Date; realm?: typeof realm } = {},
): Promise<string> =>
  signAccessToken(
    {
      userId: `${role}-1`,
      role,
      mustChangePassword: changes.mustChangePassword ?? false,
      issuedAt: new Date(Date.now() - 60_000),
      expiresAt: changes.expiresAt ?? new Date(Date.now() + 600_000),
    },
    changes.realm ?? realm,
    signing,
  );

@Module({})
class GrpcModule {}

const withGrpc = ({ grpcPort }: Partial<HttpAppOptions>) =>
  grpcPort === undefined
    ? ExampleModule
    : {
        module: GrpcModule,
        imports: [ExampleModule],
        providers: [{ provide: GRPC_SERVICES, useValue: [exampleGrpc] }],
      };

export const start = async (options: Partial<HttpAppOptions> = {}): Promise<Harness> => {
  const lines: string[] = [];
  const destination = new PassThrough();
  destination.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trimEnd().split('\n')));
  const app = await createHttpApp(withGrpc(options), {
    host: '127.0.0.1',
    port: 0,
    logger: createLogger({ name: 'test', destination }),
    api: { title: 'Example', version: '1.2.3' },
    realm,
    pageTokenKey: 'k'.repeat(32),
    ...options,
  });
  return {
    app,
    doors: app.get(Doors),
    lines,
    fetch: async (path, { as = 'admin', ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (as !== 'nobody' && !headers.has('authorization'))
        headers.set('authorization', `Bearer ${await tokenFor(as)}`);
      return fetch(`${app.url}${path}`, { ...init, headers });
    },
  };
};
