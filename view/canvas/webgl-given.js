// What core/js/webgl-table.js hands over, which stands behind this file in the script: the table that both sides check WebGL by.
// Nothing else may be put here.

/**
 * @type {{ ONE_ORDERS: Record<string, string>, TWO_ORDERS: Record<string, string>, EXTENSION_ORDERS: Record<string, [string, string]>, ONE_QUESTIONS: Record<string, string>,
 *   TWO_QUESTIONS: Record<string, string>, OBJECTS: [string, string, boolean][], EXTENSIONS: Record<string, boolean>, MAX_OBJECTS: number, MAX_BYTES: number,
 *   ONE_LIMITS: Record<number, unknown>, TWO_LIMITS: Record<number, unknown> }}
 */
const exports = /** @type {any} */ ({});
