import { coreConfig, listenConfig } from '@tutti/service-kit';
import { z } from 'zod';

const address = z.url({ protocol: /^http$/ });

const upstreams = z.record(
  z.string().regex(/^[a-z]+$/),
  z.array(z.strictObject({ http: address, grpc: address.optional() })).min(1),
);
/** Addresses of the replicas, by service. */
export type Upstreams = z.output<typeof upstreams>;

const parsed = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

/** Configuration of the proxy in front of services that run as processes of their own. */
export const proxyConfig = z.object({
  ...coreConfig,
  UPSTREAMS: parsed
    .pipe(upstreams)
    .describe(
      'Replicas by service, as JSON: `{"devices":[{"http":"http://10.0.0.7:8080","grpc":"http://10.0.0.7:8081"}]}`.',
    ),
  CONSOLE_DIR: z.string().optional().describe('Folder of the built console. It is not served when absent.'),
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  ...listenConfig,
  HTTP_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('Port for REST, the API browser and the console; 0 takes any.'),
  ANSWER_SECONDS: z.coerce
    .number()
    .min(1)
    .max(300)
    .default(30)
    .describe('How long a replica may take to begin its answer.'),
});
export type ProxyConfig = z.output<typeof proxyConfig>;

export const readEnvironment = (): NodeJS.ProcessEnv => process.env;
