import { DomainError } from '@tutti/kernel';
import { compileFilter } from './compile-filter';
import type { FieldTable } from './field-table';

/** Throws `query.invalid`, pointing into the body, unless these fields can be filtered so. */
export const assertFilter = (filter: string, fields: FieldTable, pointer: string): void => {
  try {
    compileFilter(filter, fields, 'sqlite');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, kind, title, message: detail, params, faults } = error;
    const here = faults.map((fault) => ({ ...fault, pointer }));
    throw new DomainError({ code, kind, title }, { detail, params, faults: here });
  }
};
