import type { Vault } from '@tutti/service-kit';
import type { PasswordHasher } from './password-hasher';

/** A password that was right, by the stored hash that it was compared with. */
export interface RightPassword {
  readonly revision: number;
  readonly phc: string;
}

const nameOf = (userId: string): string => `identity.password.${userId}`;
const nobody = 'nobody';

/** Hashes of the users' passwords, in the vault. */
export class Passwords {
  constructor(
    private readonly vault: Vault,
    private readonly hasher: PasswordHasher,
  ) {}

  /** False when the user has one already: it stays. */
  async create(userId: string, password: string): Promise<boolean> {
    return this.vault.create(nameOf(userId), Buffer.from(await this.hasher.hash(password)));
  }

  /** `undefined` when it is wrong. Takes as long for a user that there is not. */
  async check(userId: string | undefined, password: string): Promise<RightPassword | undefined> {
    const name = nameOf(userId ?? nobody);
    const stored = await this.vault.get(name);
    const phc = stored?.secret.toString();
    const { matches, outdated } = await this.hasher.verify(password, phc);
    if (!matches || !stored || phc === undefined) return undefined;
    // When somebody else writes at the same time, theirs stays and the next sign-in tries again.
    if (outdated)
      await this.vault.replace(name, Buffer.from(await this.hasher.hash(password)), stored.revision);
    return { revision: stored.revision, phc };
  }

  /** False when the password was changed since it was checked. */
  async replace(userId: string, old: RightPassword, password: string): Promise<boolean> {
    const phc = Buffer.from(await this.hasher.hash(password));
    return this.vault.replace(nameOf(userId), phc, old.revision);
  }

  /** Takes back a `replace` whose event was refused. */
  async restore(userId: string, old: RightPassword): Promise<void> {
    await this.vault.put(nameOf(userId), Buffer.from(old.phc));
  }

  async delete(userId: string): Promise<void> {
    await this.vault.delete(nameOf(userId));
  }
}
