const encode = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** A method of `example.v1.ExampleService`. */
export const jsonMethod = <Req, Res, Stream extends boolean>(name: string, responseStream: Stream) => ({
  path: `/example.v1.ExampleService/${name}`,
  requestStream: false as const,
  responseStream,
  requestSerialize: (value: Req): Buffer => encode(value),
  requestDeserialize: (bytes: Buffer): Req => JSON.parse(bytes.toString()) as Req,
  responseSerialize: (value: Res): Buffer => encode(value),
  responseDeserialize: (bytes: Buffer): Res => JSON.parse(bytes.toString()) as Res,
});
