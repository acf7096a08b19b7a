/** Id of the aggregate, one token of a subject: no name has =, and keys of buckets may. */
export const workspaceIdOf = (name: string): string => name.replaceAll('.', '=');

export const workspaceNameOf = (id: string): string => id.replaceAll('=', '.');
