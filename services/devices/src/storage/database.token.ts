/** Injection token of this service's database. */
export const DATABASE = Symbol('devices.DATABASE');
