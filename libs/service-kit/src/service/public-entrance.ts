/** A private certificate authority, PEM, and the fingerprint by which a device recognises it. */
export interface PublicAuthority {
  readonly bundle: string;
  readonly fingerprint: string;
}

/** How devices and people elsewhere reach this installation, and whom they have to trust. Asked each time: it may change. */
export interface PublicEntrance {
  /** Base URLs of the API; none: whoever asks has one that works. */
  readonly urls: () => readonly string[];
  /** Where devices reach NATS; none: as the services do. */
  readonly natsUrls: () => readonly string[];
  /** Absent when every machine knows the authority, or nothing is encrypted. */
  readonly authority: () => PublicAuthority | undefined;
}

/** Everything is on one machine. */
export const loopbackEntrance: PublicEntrance = {
  urls: () => [],
  natsUrls: () => [],
  authority: () => undefined,
};
