import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyIdOf, newSigningKey, publicKeyOf, signModel, verifyModel } from './index';

const digestOf = (content: string): string => createHash('sha256').update(content).digest('hex');
const key = newSigningKey();
const sha256 = digestOf('model');
const subject = { name: 'Lids-v1.0.onnx', sha256 };
const bundle = signModel(subject, key);

const verify = (text: string, of = sha256, keys = [publicKeyOf(key)]) => verifyModel(text, of, keys);
const changed = (envelope: Partial<typeof bundle.dsseEnvelope>): string =>
  JSON.stringify({ ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, ...envelope } });

describe('a signed model', () => {
  it('is known by the public key, one of several', () => {
    const keys = [publicKeyOf(newSigningKey()), publicKeyOf(key)];
    expect(verify(JSON.stringify(bundle), sha256, keys)).toEqual({ ...subject, keyId: keyIdOf(key) });
    expect(keyIdOf(key)).toBe(keyIdOf(publicKeyOf(key)));
  });

  it('is a bundle as Sigstore has it: DSSE around an in-toto statement, ECDSA on P-256', () => {
    expect(createPublicKey(key).asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(bundle.mediaType).toBe('application/vnd.dev.sigstore.bundle.v0.3+json');
    const hint = Buffer.from(bundle.verificationMaterial.publicKey.hint, 'base64').toString('hex');
    expect(hint).toBe(keyIdOf(key));
    expect(JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString())).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'Lids-v1.0.onnx', digest: { sha256 } }],
      predicateType: 'https://sigstore.dev/cosign/sign/v1',
      predicate: {},
    });
  });
});

describe('what does not hold', () => {
  it('another key', () => {
    const others = [publicKeyOf(newSigningKey())];
    expect(() => verify(JSON.stringify(bundle), sha256, others)).toThrow('None of the trusted keys');
    expect(() => verify(JSON.stringify(bundle), sha256, [])).toThrow('None of the trusted keys');
  });

  it('another file', () => {
    expect(() => verify(JSON.stringify(bundle), digestOf('modem'))).toThrow('the file is');
  });

  it('a byte of the statement or of the signature that was changed', () => {
    for (const part of ['payload', 'sig'] as const) {
      const { payload, signatures } = bundle.dsseEnvelope;
      const bytes = Buffer.from(part === 'payload' ? payload : signatures[0].sig, 'base64');
      for (let at = 0; at < bytes.length; at++) {
        const other = Buffer.from(bytes);
        other[at] = (other[at] ?? 0) ^ 1;
        const text = other.toString('base64');
        const forged =
          part === 'payload' ? { payload: text } : { signatures: [{ sig: text }] as [{ sig: string }] };
        expect(() => verify(changed(forged))).toThrow('None of the trusted keys');
      }
    }
  });

  it('a signature of something else, by the same key', () => {
    const elsewhere = signModel({ name: 'x', sha256: digestOf('other') }, key).dsseEnvelope.signatures;
    expect(() => verify(changed({ signatures: elsewhere }))).toThrow('None of the trusted keys');
  });

  it('what is no bundle', () => {
    for (const text of [
      '',
      '{',
      '[]',
      '{}',
      changed({ payload: '§' }),
      JSON.stringify({ ...bundle, mediaType: 'x' }),
    ])
      expect(() => verify(text)).toThrow(/no JSON|no Sigstore bundle/);
  });
});
