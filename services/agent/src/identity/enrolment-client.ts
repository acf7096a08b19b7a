import type { KeyPair } from '@nats-io/nkeys';
import {
  type DeviceCredentials,
  type EnrolmentAnswer,
  type EnrolmentRequest,
  challenge,
  deviceCredentials,
  enrolmentAnswer,
  enrolmentProof,
} from '@tutti/contracts/devices';
import type { TuttiApi } from './api';

/** What a device tells about itself when it asks to be let in. */
export type Introduction = Omit<EnrolmentRequest, 'publicKey' | 'nonce' | 'signature'>;

/** The three calls of enrolment, as the contracts describe them. */
export class EnrolmentClient {
  constructor(
    private readonly api: TuttiApi,
    private readonly key: KeyPair,
  ) {}

  /** Proves the key and asks; asking again is allowed at any time. */
  async ask(introduction: Introduction): Promise<EnrolmentAnswer> {
    const { nonce } = challenge.parse(
      await this.api.request({ method: 'POST', path: 'enrolments/challenges' }),
    );
    const publicKey = this.key.getPublicKey();
    const proof = this.key.sign(enrolmentProof(nonce, introduction.serial, publicKey));
    const signature = Buffer.from(proof).toString('base64url');
    const json: EnrolmentRequest = { ...introduction, publicKey, nonce, signature };
    return enrolmentAnswer.parse(await this.api.request({ method: 'POST', path: 'enrolments', json }));
  }

  async status(deviceId: string): Promise<EnrolmentAnswer> {
    const path = `enrolments/${deviceId}`;
    return enrolmentAnswer.parse(await this.api.request({ method: 'GET', path, deviceId }));
  }

  /** New credentials; works with expired ones, as it is the key that counts. */
  async credentials(deviceId: string): Promise<DeviceCredentials> {
    const path = `enrolments/${deviceId}/credentials`;
    return deviceCredentials.parse(await this.api.request({ method: 'POST', path, deviceId }));
  }
}
