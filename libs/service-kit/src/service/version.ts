/** Of Tutti: that of its `package.json`, which a bundled program does not have. */
export const productVersion = '0.1.0';
