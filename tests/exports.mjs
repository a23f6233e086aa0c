// exports.mjs OPENAPI GEOJSON -- the two documents before validators of other people, from npm (under PAGE_MODULES).
// Run by tests/e2e/openapi.py.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.env.PAGE_MODULES, 'x.js'));
const { Validator } = await import(pathToFileURL(require.resolve('@seriousme/openapi-schema-validator')));
const { check } = require('@placemarkio/check-geojson');
const [openapi, geojson] = process.argv.slice(2);

const result = await new Validator().validate(JSON.parse(readFileSync(openapi, 'utf8')));
if (!result.valid)
	throw new Error('OpenAPI: ' + JSON.stringify(result.errors));
check(readFileSync(geojson, 'utf8'));
