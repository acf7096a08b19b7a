/** The same variable as the product's: a machine without a mirror can still run the tests. */
export const natsServerBin = process.env['NATS_SERVER_BIN'];
