import { gzipSync } from 'node:zlib';
import fc from 'fast-check';

/** Text that has broken a parser, a database or a log somewhere before. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '\0', 'a\0b', '\uFEFF', '\u202Egnp', '\uD800', '👩‍👩‍👧‍👦', 'İ', 'ﬀ', 'e\u0301'.repeat(40)],
    ...[
      '__proto__',
      'constructor',
      'hasOwnProperty',
      'toString',
      'null',
      'undefined',
      'true',
      '[object Object]',
    ],
    ...['NaN', 'Infinity', '-0', '1e400', '0x10', '-1', '99999999999999999999', '9007199254740993', '1.5'],
    ...[
      "' OR 1=1 --",
      '"; DROP TABLE users; --',
      '$.".a"',
      '%',
      '_',
      '*',
      '>',
      'a.>',
      'LOG.*',
      '${7*7}',
      '{{1}}',
    ],
    ...[
      '../../../etc/passwd',
      '..\\..\\win.ini',
      '/etc/passwd',
      'file:///etc/passwd',
      'C:\\',
      'CON',
      '.',
      '..',
    ],
    ...[
      '\r\nSet-Cookie: a=b',
      '<script>alert(1)</script>',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999999Z',
    ],
    ...['a'.repeat(3_000), '𝕏'.repeat(500), '*'.repeat(100), '('.repeat(1_000), 'a==1;'.repeat(300) + 'a==1'],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Filters and orders that are nearly right. */
export const filterText = fc.oneof(
  fc.constantFrom(
    ...[
      'name==a',
      'name=like=*%*',
      'tags.site==seoul',
      'tags.__proto__==1',
      "name==\"a' OR '1'='1\"",
      'name==:rsql0',
    ],
    ...[
      'lifecycle==registered;connectivity=in=(online,never)',
      'at>2026-01-01',
      'score=ge=0.5',
      'score==1e309',
    ],
    ...[
      'name!=a,(name==b;name==c)',
      'name=out=()',
      'name==',
      '==a',
      'name=bogus=a',
      '(((',
      'name==a;;name==b',
    ],
    ...[`${'('.repeat(900)}name==a${')'.repeat(900)}`, Array(60).fill('name==a').join(','), 'at==9999-99-99'],
    ...[
      `name=in=(${Array(800).fill('a').join(',')})`,
      'name==********a********b',
      'device.name==a',
      'name==\u0001',
    ],
  ),
  hostileText,
);

export const orderText = fc.constantFrom(
  ...[
    'name',
    'name:ASC',
    'at:DESC',
    'name:desc,name:asc',
    'name:;DROP',
    'rowid',
    '__proto__',
    ',',
    'name:ASC:x',
  ],
  Array(60).fill('name').join(','),
);

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + '1' + close.repeat(depth);

/** Bodies that are not what they say. */
export const hostileBody: fc.Arbitrary<Buffer> = fc
  .constantFrom<(string | Uint8Array)[]>(
    ...[
      '',
      ' ',
      'null',
      'true',
      '0',
      '""',
      '[]',
      '{}',
      '{',
      '[',
      '"',
      '{"a":',
      '{"name":"a"',
      '\0',
      '{}x',
      "{'a':1}",
    ],
    ...[
      '{"__proto__":{"role":"admin"}}',
      '{"constructor":{"prototype":{"role":"admin"}}}',
      '\uFEFF{}',
      '1e999',
    ],
    ...[
      '{"role":"user","role":"admin"}',
      '{"name":"\\u0000"}',
      '{"name":"\\ud800"}',
      '{"tags":{"constructor":"a"}}',
    ],
    nested(40_000, '[', ']'),
    nested(40_000, '{"a":', '}'),
    `{"name":"${'a'.repeat(900_000)}"}`,
    `{"ttlSeconds":${'9'.repeat(400)}}`,
    `[${Array(100_000).fill('{}').join(',')}]`,
    `{${Array.from({ length: 30_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
    Uint8Array.of(0xff, 0xfe, 0x7b, 0x7d),
    Uint8Array.of(0x22, 0xc3, 0x28, 0x22),
    gzipSync('{"name":"a"}'),
    gzipSync(Buffer.alloc(4_000_000)),
  )
  .map((content) => Buffer.from(content as string));

export const hostileHeaders: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .subarray(
    [
      ...['"1"', '"0"', 'W/"1"', '*', '"999999999999999"', '"-1"', '"1", "2"', '""', '1', ''].map(
        (value) => ['if-match', value] as const,
      ),
      ...['"key"', 'a', '"', '"\\"', 'a'.repeat(200), 'ключ', ''].map(
        (value) => ['idempotency-key', value] as const,
      ),
      ...['0', '1', '-1', '1e3', '1, 1', '0x1', '', '9'.repeat(40)].map(
        (value) => ['tutti-position', value] as const,
      ),
      ...['0', '-1', 'x', '9'.repeat(40)].map((value) => ['last-event-id', value] as const),
      ...['Bearer', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi', 'Tutti-Device a.b.c', 'Bearer  x', ''].map(
        (value) => ['authorization', value] as const,
      ),
      ...['tutti_session=x', 'tutti_session=a.b.c; tutti_refresh=%zz', '=;=;=', 'a'.repeat(4_000)].map(
        (value) => ['cookie', value] as const,
      ),
      ...[
        'text/plain',
        'application/xml',
        'image/png',
        'multipart/form-data',
        'a',
        '/',
        'application/json; charset=utf-16',
      ].map((value) => ['content-type', value] as const),
      ...['gzip', 'br', 'x'].map((value) => ['content-encoding', value] as const),
      ...['bytes=0-', 'bytes=-1', 'bytes=9-1', 'x'].map((value) => ['range', value] as const),
      ...['text/event-stream', 'text/html', 'x/', '*/*;q=a'].map((value) => ['accept', value] as const),
      ...['https://evil.example', 'null', 'x'].map((value) => ['origin', value] as const),
      ...['"1"', '*', 'W/*', ','.repeat(1_000)].map((value) => ['if-none-match', value] as const),
      ...['00-0-0-0', 'x'].map((value) => ['traceparent', value] as const),
      ...['DELETE', 'x'].map((value) => ['x-http-method-override', value] as const),
      ['x-forwarded-for', '1.2.3.4'] as const,
    ].map(([name, value]) => [name, Buffer.from(value).toString('latin1')] as const),
    { maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs));
