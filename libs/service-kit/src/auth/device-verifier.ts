import type { DevicePrincipal } from './principal';

/** What a device's token was sent with. */
export interface DeviceRequest {
  readonly token: string;
  readonly method: string;
  /** Path with query, as on the wire. */
  readonly path: string;
}

/** Judges tokens that devices sign for one request. A module provides it under `DEVICE_VERIFIER`, for its own routes. */
export interface DeviceVerifier {
  /** Rejects with a `DomainError` (unauthenticated) when the token or the device's state does not allow it. */
  verify(request: DeviceRequest): Promise<DevicePrincipal>;
}

/** Injection token of the `DeviceVerifier`. */
export const DEVICE_VERIFIER = Symbol('DEVICE_VERIFIER');

/** `Authorization: Tutti-Device <jws>` */
export const deviceScheme = 'Tutti-Device';
