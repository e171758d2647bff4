// @ts-check
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import { parseIntoClientConfig } from "pg-connection-string";

/** The catalogue's internal `"char"`, which the adapter refuses though the engine's own queries return it. */
const internalChar = 18;
const text = 25;

/**
 * @param {string} identifier
 */
const quote = (identifier) => `"${identifier.replaceAll('"', '""')}"`;

/**
 * Lets `"char"` columns through, as the one character that the engine expects.
 * @template {{ queryRaw(query: any): Promise<any>, performIO(query: any): Promise<any> }} T
 * @param {T} queryable
 * @returns {T}
 */
const readInternalChar = (queryable) => {
  const { queryRaw, performIO } = queryable;
  queryable.queryRaw = async (query) => {
    /** @type {number[]} */
    const columns = [];
    const watched = Object.assign(Object.create(queryable), {
      performIO: async (/** @type {unknown} */ inner) => {
        const result = await performIO.call(queryable, inner);
        for (const [index, field] of result.fields.entries()) {
          if (field.dataTypeID !== internalChar) continue;
          field.dataTypeID = text;
          columns.push(index);
        }
        return result;
      },
    });
    const result = await queryRaw.call(watched, query);
    for (const index of columns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  return queryable;
};

/**
 * @param {any} adapter the adapter's class is not exported
 */
const correct = (adapter) => {
  const start = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (/** @type {unknown[]} */ ...args) => readInternalChar(await start(...args));
  // The adapter cuts a script at every ";", also inside dollar quotes and literals. As one simple query
  // PostgreSQL parses it, and runs it in one implicit transaction like the native engine.
  adapter.executeScript = async (/** @type {string} */ script) => {
    try {
      await adapter.underlyingDriver().query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return readInternalChar(adapter);
};

class MigrationPg extends PrismaPg {
  /** @type {any} */
  #fields;

  /** @param {any} fields discrete ones: beside a `connectionString` the name of the shadow database would count for nothing */
  constructor(fields) {
    super(fields);
    this.#fields = fields;
  }

  /** @override */
  async connect() {
    return correct(await super.connect());
  }

  /** @override */
  async connectToShadowDb() {
    const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const admin = await new MigrationPg({ ...this.#fields, max: 1 }).connect();
    await admin.executeScript(`CREATE DATABASE ${quote(database)}`);
    const shadow = await new MigrationPg({ ...this.#fields, database }).connect();
    const close = shadow.dispose.bind(shadow);
    // Its own connections first: PostgreSQL drops no database that is in use.
    shadow.dispose = async () => {
      await close();
      await admin.executeScript(`DROP DATABASE ${quote(database)} WITH (FORCE)`);
      await admin.dispose();
    };
    return shadow;
  }
}

/**
 * `@prisma/adapter-pg` as the schema engine needs it.
 * @param {string} url
 */
export const createMigrationAdapter = (url) =>
  bindMigrationAwareSqlAdapterFactory(new MigrationPg(parseIntoClientConfig(url)));
