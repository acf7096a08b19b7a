import { QueryFailedError, type EntityManager, type EntitySchema, type ObjectLiteral } from 'typeorm';

/** ER_DUP_ENTRY of MySQL; SQLITE_CONSTRAINT_PRIMARYKEY and _UNIQUE, https://sqlite.org/rescode.html */
const duplicates = { errno: [1062], errcode: [1555, 2067] };

const isDuplicate = (error: unknown): boolean => {
  if (!(error instanceof QueryFailedError)) return false;
  const { errno, errcode } = error.driverError as { readonly errno?: number; readonly errcode?: number };
  return duplicates.errno.includes(errno ?? 0) || duplicates.errcode.includes(errcode ?? 0);
};

/**
 * Inserts a row unless there is one with its key; false when there is. Better than looking first: on MySQL two who look
 * for rows that are not there keep each other from inserting them, and one starts over.
 */
export const insertNew = async <Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<Row>,
  row: Row,
): Promise<boolean> => {
  try {
    await manager.insert(entity, row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};
