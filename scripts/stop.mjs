// @ts-check
import { listGuests } from "./guests.mjs";
import { findDataFolder } from "./paths.mjs";
import { stopProduct } from "./stop-product.mjs";

const log = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const dataDir = findDataFolder();
const guests = process.argv.includes("--guests");

await stopProduct({ dataDir, guests, log });
const left = listGuests(dataDir).length;
if (left > 0) log(`${left} guests run on; npm run stop -- --guests ends them too.`);
