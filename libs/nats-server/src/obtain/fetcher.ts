/** Told in words what is going on, one line per step. */
export type Progress = (message: string) => void;

/**
 * One way to get the program. Leaves it in `scratch` and answers with its path, or with `undefined` where this way
 * does not exist. Throws when it exists and failed.
 */
export type Fetcher = (scratch: string, onProgress: Progress) => Promise<string | undefined>;
