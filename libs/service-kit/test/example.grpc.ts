import { grpcService, serverStream, unary } from '../src/index';
import { create, DeviceController, Doors, fail, list, live, read, rename, slow } from './example.module';
import { jsonMethod } from './json-method';

interface ListRequest {
  readonly q?: string;
  readonly sort?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** An interface as generated code describes it, but for messages in JSON. */
export const ExampleService = {
  list: jsonMethod<ListRequest, { readonly names: readonly string[] }, false>('List', false),
  read: jsonMethod<{ readonly id: string }, Named, false>('Read', false),
  create: jsonMethod<
    { readonly name: string; readonly tags?: Readonly<Record<string, string>> },
    Named,
    false
  >('Create', false),
  rename: jsonMethod<Named, object, false>('Rename', false),
  slow: jsonMethod<object, { readonly text: string }, false>('Slow', false),
  fail: jsonMethod<object, Named, false>('Fail', false),
  count: jsonMethod<object, { readonly n: number; readonly padding: string }, true>('Count', true),
};

const padding = 'x'.repeat(1_000);

async function* counting(doors: Doors, signal: AbortSignal): AsyncGenerator<number> {
  try {
    while (!signal.aborted) {
      if (doors.made >= 20_000) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      else yield doors.made++;
    }
  } finally {
    doors.ended.resolve(undefined);
  }
}

export const exampleGrpc = grpcService(ExampleService, (get) => {
  const devices = get(DeviceController);
  const doors = get(Doors);
  return {
    list: unary(list, {
      request: (query) => ({ query }),
      handle: (input) => devices.list(input),
      reply: (page) => ({ names: page && 'items' in page ? page.items.map(({ name }) => name) : [] }),
    }),
    read: unary(read, {
      request: (params) => ({ params }),
      handle: (input) => devices.read(input),
      reply: ({ id, name }) => ({ id, name }),
    }),
    create: unary(create, {
      request: (body) => ({ body }),
      handle: (input) => devices.create(input),
      reply: ({ id, name }) => ({ id, name }),
    }),
    rename: unary(rename, {
      request: ({ id, name }) => ({ params: { id }, body: { name } }),
      handle: (input) => devices.rename(input),
      reply: () => ({}),
    }),
    slow: unary(slow, {
      request: () => ({}),
      handle: ({ signal }) => {
        signal.addEventListener('abort', () => doors.left.resolve(undefined));
        return devices.slow();
      },
      reply: (text) => ({ text: String(text) }),
    }),
    fail: unary(fail, {
      request: () => ({}),
      handle: () => devices.fail(),
      reply: ({ id, name }) => ({ id, name }),
    }),
    count: serverStream(live, {
      request: () => ({}),
      handle: async ({ signal }) => counting(doors, signal),
      reply: (n) => ({ n, padding }),
    }),
  };
});
