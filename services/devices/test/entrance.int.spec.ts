import { enrolmentTokenParts } from '@tutti/contracts/devices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fleet } from './fleet.fixture';

const urls = ['https://192.0.2.7:8080'];
let fingerprint = 'a'.repeat(43);
let fleet: Fleet;
beforeAll(async () => {
  const authority = () => ({ fingerprint, bundle: `bundle of ${fingerprint}` });
  fleet = await Fleet.start({ entrance: { urls: () => urls, natsUrls: () => [], authority } });
});
afterAll(() => fleet.stop());

describe('a server with an authority of its own', () => {
  it('puts its fingerprint into tokens, and tells where it is reached', async () => {
    const issued = await fleet.token();
    expect(issued).toMatchObject({ urls });
    expect(enrolmentTokenParts(issued.token)).toMatchObject({ id: issued.id, fingerprint });
  });

  it('takes a token with its fingerprint, with another, and as it was before there were any', async () => {
    const { token } = await fleet.token();
    const { secret } = enrolmentTokenParts(token) ?? { secret: '' };
    for (const shown of [token, secret, `${secret}_${'b'.repeat(43)}`])
      expect(await fleet.device(`SN-${shown.slice(-5)}-${shown.length}`).ask({ token: shown })).toMatchObject(
        {
          status: 'accepted',
        },
      );
    await expect(fleet.device('SN-cut').ask({ token: secret.slice(0, -1) })).rejects.toThrow(
      'enrolment-token.invalid',
    );
  });

  it('tells devices its authorities with their credentials, as they are then', async () => {
    const device = await fleet.registered('SN-ca');
    expect((await device.credentials()).ca).toBe(`bundle of ${fingerprint}`);
    fingerprint = 'c'.repeat(43);
    expect((await device.credentials()).ca).toBe(`bundle of ${fingerprint}`);
  });
});
