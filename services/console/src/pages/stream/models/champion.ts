/** The alias of the model that counts: what others are compared with. */
export const championAlias = 'champion';
