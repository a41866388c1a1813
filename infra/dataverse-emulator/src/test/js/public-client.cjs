// Checks the emulator with npm's dynamics-web-api, a client that was written against Dataverse itself.
// usage: node public-client.cjs BASE_URL CLIENT_ID    (the secret comes in the variable CLIENT_SECRET)
// Each check prints one line of JSON: {"check": name, "outcome": "passed" | "failed" | "notEmulated", "detail": text}.
// "notEmulated" is an answer 501: a gap that the emulator states itself.
'use strict';
const assert = require('node:assert/strict');
const { DynamicsWebApi } = require('dynamics-web-api');

const [baseUrl, clientId] = process.argv.slice(2);
const NOBODY = '00000000-0000-0000-0000-00000000dead';

async function signIn() {
    const challenge = await fetch(`${baseUrl}/api/data/v9.2/`);
    assert.equal(challenge.status, 401);
    const text = challenge.headers.get('www-authenticate');
    const authorize = /authorization_uri=([^,]+)/.exec(text)[1];
    const resource = /resource_id=([^,]+)/.exec(text)[1];
    const answer = await fetch(authorize.trim().replace(/\/authorize$/, '/v2.0/token'), {
        method: 'POST',
        body: new URLSearchParams({
            grant_type: 'client_credentials',
            client_id: clientId,
            client_secret: process.env.CLIENT_SECRET,
            scope: resource.trim().replace(/\/$/, '') + '/.default',
        }),
    });
    const token = (await answer.json()).access_token;
    assert.ok(token, 'a token is issued');
    return token;
}

async function check(name, body) {
    let outcome = 'passed';
    let detail = '';
    try {
        await body();
    } catch (error) {
        outcome = error.status === 501 ? 'notEmulated' : 'failed';
        detail = [error.status, error.code, error.message, (error.stack ?? '').split('\n').find((l) => l.includes(__filename))]
            .filter((part) => part !== undefined).join(' ').slice(0, 2000);
    }
    process.stdout.write(JSON.stringify({ check: name, outcome, detail }) + '\n');
}

/** Awaits a refusal with this HTTP status and, where given, this code. */
async function refused(promise, status, code) {
    let answer;
    try {
        answer = await promise;
    } catch (error) {
        const real = Array.isArray(error) ? error.at(-1) : error;
        assert.equal(real.status, status, `${real.code} ${real.message}`);
        if (code) assert.equal(real.code.toLowerCase(), code);
        return real;
    }
    assert.fail(`expected ${status}, but it was accepted: ${JSON.stringify(answer)}`);
}

const label = (text) => ({
    '@odata.type': 'Microsoft.Dynamics.CRM.Label',
    LocalizedLabels: [{ '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel', Label: text, LanguageCode: 1033 }],
});
const column = (type, schemaName, more) => ({
    '@odata.type': `Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
    SchemaName: schemaName,
    DisplayName: label(schemaName),
    RequiredLevel: { Value: 'None', CanBeChanged: true, ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings' },
    ...more,
});
const table = (schemaName) => ({
    '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
    SchemaName: schemaName,
    DisplayName: label(schemaName),
    DisplayCollectionName: label(schemaName + 's'),
    OwnershipType: 'UserOwned',
    ChangeTrackingEnabled: true,
    IsActivity: false,
    HasActivities: false,
    HasNotes: false,
    Attributes: [column('String', 'pub_Name', { IsPrimaryName: true, MaxLength: 100, FormatName: { Value: 'Text' } })],
});

async function metadata(api, found) {
    await check('creates a table', async () => {
        found.tableId = await api.createEntity({ data: table('pub_Item') });
        assert.match(found.tableId, /^[0-9a-f-]{36}$/);
        found.tagId = await api.createEntity({ data: table('pub_Tag') });
    });
    await check('creates a column of each common type', async () => {
        const columns = [
            column('String', 'pub_Code', { MaxLength: 50, FormatName: { Value: 'Text' } }),
            column('Memo', 'pub_Memo', { MaxLength: 2000, Format: 'TextArea' }),
            column('Integer', 'pub_Count', { MinValue: 0, MaxValue: 1000, Format: 'None' }),
            column('Decimal', 'pub_Rate', { MinValue: -1000, MaxValue: 1000, Precision: 2 }),
            column('Boolean', 'pub_Done', {
                DefaultValue: false,
                OptionSet: {
                    '@odata.type': 'Microsoft.Dynamics.CRM.BooleanOptionSetMetadata',
                    OptionSetType: 'Boolean',
                    TrueOption: { Value: 1, Label: label('Yes') },
                    FalseOption: { Value: 0, Label: label('No') },
                },
            }),
            column('DateTime', 'pub_When', { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } }),
            column('Picklist', 'pub_Colour', {
                OptionSet: {
                    '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
                    IsGlobal: false,
                    OptionSetType: 'Picklist',
                    Options: [{ Value: 1, Label: label('Red') }, { Value: 2, Label: label('Blue') }],
                },
            }),
            column('File', 'pub_File', { MaxSizeInKB: 10240 }),
        ];
        for (const data of columns) {
            const id = await api.createAttribute({ entityKey: found.tableId, data });
            assert.match(id, /^[0-9a-f-]{36}$/, data.SchemaName);
        }
    });
    await check('creates a lookup and a relationship of many to many', async () => {
        const lookup = await api.createRelationship({
            data: {
                '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
                SchemaName: 'pub_account_item',
                ReferencedEntity: 'account',
                ReferencingEntity: 'pub_item',
                CascadeConfiguration: { Assign: 'NoCascade', Delete: 'RemoveLink', Merge: 'NoCascade', Reparent: 'NoCascade', Share: 'NoCascade', Unshare: 'NoCascade' },
                Lookup: column('Lookup', 'pub_AccountId', {}),
            },
        });
        assert.match(lookup, /^[0-9a-f-]{36}$/);
        const many = await api.createRelationship({
            data: {
                '@odata.type': 'Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata',
                SchemaName: 'pub_item_tag',
                IntersectEntityName: 'pub_item_tag',
                Entity1LogicalName: 'pub_item',
                Entity2LogicalName: 'pub_tag',
            },
        });
        assert.match(many, /^[0-9a-f-]{36}$/);
    });
    await check('creates an alternate key and sees it become active', async () => {
        await api.create({
            collection: 'EntityDefinitions',
            key: found.tableId,
            navigationProperty: 'Keys',
            data: { '@odata.type': 'Microsoft.Dynamics.CRM.EntityKeyMetadata', SchemaName: 'pub_CodeKey', DisplayName: label('Code'), KeyAttributes: ['pub_code'] },
        });
        const end = Date.now() + 20000;
        let status;
        do {
            const keys = await api.retrieve({ collection: 'EntityDefinitions', key: found.tableId, navigationProperty: 'Keys', select: ['LogicalName', 'EntityKeyIndexStatus'] });
            status = keys.value.find((key) => key.LogicalName === 'pub_codekey').EntityKeyIndexStatus;
        } while (status !== 'Active' && Date.now() < end);
        assert.equal(status, 'Active');
    });
    await check('reads a table by its logical name as an alternate key', async () => {
        const entity = await api.retrieveEntity({ key: "LogicalName='pub_item'", select: ['LogicalName', 'EntitySetName', 'PrimaryIdAttribute', 'PrimaryNameAttribute'] });
        assert.deepEqual(
            [entity.LogicalName, entity.EntitySetName, entity.PrimaryIdAttribute, entity.PrimaryNameAttribute, entity.MetadataId],
            ['pub_item', 'pub_items', 'pub_itemid', 'pub_name', found.tableId]);
    });
    await check('lists tables with a filter', async () => {
        const list = await api.retrieveEntities({ select: ['LogicalName', 'EntitySetName'], filter: "LogicalName eq 'account'" });
        assert.deepEqual(list.value.map((t) => [t.LogicalName, t.EntitySetName]), [['account', 'accounts']]);
    });
    await check('reads columns cast to a type, with their options expanded', async () => {
        const texts = await api.retrieveAttributes({ entityKey: found.tableId, castType: 'Microsoft.Dynamics.CRM.StringAttributeMetadata', select: ['LogicalName', 'MaxLength'] });
        assert.equal(texts.value.find((c) => c.LogicalName === 'pub_code').MaxLength, 50);
        const choices = await api.retrieveAttributes({ entityKey: found.tableId, castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata', select: ['LogicalName'], expand: [{ property: 'OptionSet', select: ['Options'] }] });
        const options = choices.value.find((c) => c.LogicalName === 'pub_colour').OptionSet.Options;
        assert.deepEqual(options.map((o) => [o.Value, o.Label.UserLocalizedLabel.Label]), [[1, 'Red'], [2, 'Blue']]);
    });
    await check('reads the relationships of a table with the navigation property that writes need', async () => {
        const list = await api.retrieveRelationships({ castType: 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata', filter: "SchemaName eq 'pub_account_item'" });
        assert.equal(list.value.length, 1);
        assert.equal(list.value[0].ReferencingEntityNavigationPropertyName, 'pub_AccountId');
        assert.equal(list.value[0].ReferencingAttribute, 'pub_accountid');
    });
    await check('creates, reads and deletes a global option set', async () => {
        const id = await api.createGlobalOptionSet({
            data: { '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata', Name: 'pub_sizes', DisplayName: label('Sizes'), IsGlobal: true, OptionSetType: 'Picklist', Options: [{ Value: 10, Label: label('Small') }] },
        });
        const set = await api.retrieveGlobalOptionSet({ key: "Name='pub_sizes'", castType: 'Microsoft.Dynamics.CRM.OptionSetMetadata' });
        assert.deepEqual([set.Name, set.Options.map((o) => o.Value)], ['pub_sizes', [10]]);
        await api.deleteGlobalOptionSet({ key: id });
        await refused(api.retrieveGlobalOptionSet({ key: id }), 404);
    });
    await check('changes a table by PUT and publishes it', async () => {
        const entity = await api.retrieveEntity({ key: "LogicalName='pub_tag'" });
        entity.DisplayName = label('Tag, renamed');
        await api.updateEntity({ key: entity.MetadataId, data: entity, mergeLabels: true });
        await api.callAction({ actionName: 'PublishAllXml' });
        const after = await api.retrieveEntity({ key: entity.MetadataId, select: ['DisplayName'] });
        assert.equal(after.DisplayName.UserLocalizedLabel.Label, 'Tag, renamed');
    });
    await check('reads the CSDL document', async () => {
        const text = await api.retrieveCsdlMetadata();
        assert.match(text, /<EntityType Name="pub_item"/);
        assert.match(text, /<EntitySet Name="pub_items" EntityType="Microsoft.Dynamics.CRM.pub_item"/);
    });
}

async function rows(api, found) {
    await check('creates a row and gets its id from OData-EntityId', async () => {
        found.account = await api.create({ collection: 'accounts', data: { name: 'Contoso' } });
        assert.match(found.account, /^[0-9a-f-]{36}$/);
    });
    await check('creates a row with a representation of chosen columns', async () => {
        const row = await api.create({
            collection: 'pub_items',
            data: { pub_name: 'first', pub_code: 'A-1', pub_count: 3, pub_colour: 2, pub_when: '2024-03-01T10:00:00Z', 'pub_AccountId@odata.bind': `/accounts(${found.account})` },
            returnRepresentation: true,
            select: ['pub_name', 'pub_colour', '_pub_accountid_value'],
        });
        found.item = row.pub_itemid;
        assert.equal(row.pub_name, 'first');
        assert.equal(row.pub_colour, 2);
        assert.equal(row._pub_accountid_value, found.account);
    });
    await check('creates by deep insert', async () => {
        const id = await api.create({ collection: 'accounts', data: { name: 'Deep', primarycontactid: { lastname: 'Nested' } } });
        const read = await api.retrieve({ collection: 'accounts', key: id, select: ['name'], expand: [{ property: 'primarycontactid', select: ['lastname'] }] });
        assert.equal(read.primarycontactid.lastname, 'Nested');
    });
    await check('reads a row with formatted values and the type of its lookup', async () => {
        const row = await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_colour', '_pub_accountid_value'], includeAnnotations: '*' });
        assert.equal(row['pub_colour@OData.Community.Display.V1.FormattedValue'], 'Blue');
        assert.equal(row['_pub_accountid_value@OData.Community.Display.V1.FormattedValue'], 'Contoso');
        assert.equal(row['_pub_accountid_value@Microsoft.Dynamics.CRM.lookuplogicalname'], 'account');
    });
    await check('reads a row by its alternate key', async () => {
        const row = await api.retrieve({ collection: 'pub_items', key: "pub_code='A-1'", select: ['pub_name'] });
        assert.equal(row.pub_itemid, found.item);
    });
    await check('updates a row, and one that is absent is refused (If-Match: *)', async () => {
        await api.update({ collection: 'pub_items', key: found.item, data: { pub_count: 4 } });
        const row = await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_count'] });
        assert.equal(row.pub_count, 4);
        await refused(api.update({ collection: 'pub_items', key: NOBODY, data: { pub_count: 4 } }), 404, '0x80040217');
    });
    await check('updates a row only at the version that was read', async () => {
        const before = await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_name'] });
        await api.update({ collection: 'pub_items', key: found.item, data: { pub_name: 'second' }, ifmatch: before['@odata.etag'] });
        // The client turns a 412 into false.
        assert.equal(await api.update({ collection: 'pub_items', key: found.item, data: { pub_name: 'third' }, ifmatch: before['@odata.etag'] }), false);
        const after = await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_name'] });
        assert.equal(after.pub_name, 'second');
    });
    await check('sends nothing when a row is unchanged (If-None-Match on GET)', async () => {
        const row = await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_name'] });
        // The client turns a 304 into nothing.
        assert.equal(await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_name'], ifnonematch: row['@odata.etag'] }), undefined);
    });
    await check('sets and clears one column', async () => {
        await api.updateSingleProperty({ collection: 'pub_items', key: found.item, fieldValuePair: { pub_memo: 'text' } });
        assert.equal((await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_memo'] })).pub_memo, 'text');
        await api.deleteRecord({ collection: 'pub_items', key: found.item, property: 'pub_memo' });
        assert.equal((await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_memo'] })).pub_memo, null);
    });
    await check('upserts by alternate key: creates, then updates the same row', async () => {
        const request = (name) => ({ collection: 'pub_items', key: "pub_code='U-1'", data: { pub_name: name }, returnRepresentation: true, select: ['pub_name', 'pub_code'] });
        const created = await api.upsert(request('one'));
        assert.equal(created.pub_code, 'U-1');
        const updated = await api.upsert(request('two'));
        assert.deepEqual([updated.pub_itemid, updated.pub_name], [created.pub_itemid, 'two']);
    });
    await check('upserts only a new row (If-None-Match: *)', async () => {
        // The client turns the 412 of If-None-Match and the 404 of If-Match into null.
        assert.equal(await api.upsert({ collection: 'pub_items', key: "pub_code='U-1'", data: { pub_name: 'three' }, ifnonematch: '*' }), null);
        assert.equal((await api.retrieve({ collection: 'pub_items', key: "pub_code='U-1'", select: ['pub_name'] })).pub_name, 'two');
    });
    await check('upserts only an existing row (If-Match: *)', async () => {
        assert.equal(await api.upsert({ collection: 'pub_items', key: "pub_code='absent'", data: { pub_name: 'x' }, ifmatch: '*' }), null);
        await refused(api.retrieve({ collection: 'pub_items', key: "pub_code='absent'", select: ['pub_name'] }), 404, '0x80060891');
    });
    await check('refuses a duplicate alternate key with 412', async () => {
        await refused(api.create({ collection: 'pub_items', data: { pub_name: 'dup', pub_code: 'A-1' } }), 412, '0x80060892');
    });
    await check('deletes a row, and a second time is refused', async () => {
        const id = await api.create({ collection: 'pub_items', data: { pub_name: 'gone' } });
        await api.deleteRecord({ collection: 'pub_items', key: id });
        await refused(api.deleteRecord({ collection: 'pub_items', key: id }), 404, '0x80040217');
    });
}

async function queries(api, found) {
    await check('creates many rows by the action CreateMultiple', async () => {
        const Targets = Array.from({ length: 25 }, (_, i) => ({
            '@odata.type': 'Microsoft.Dynamics.CRM.pub_tag', pub_name: `tag ${String(i).padStart(2, '0')}` }));
        const answer = await api.callAction({ collection: 'pub_tags', actionName: 'Microsoft.Dynamics.CRM.CreateMultiple', action: { Targets } });
        assert.equal(answer.Ids.length, 25);
        found.tags = answer.Ids;
    });
    await check('pages by nextLink, in order', async () => {
        const names = [];
        let page = await api.retrieveMultiple({ collection: 'pub_tags', select: ['pub_name'], orderBy: ['pub_name asc'], maxPageSize: 10 });
        assert.equal(page.value.length, 10);
        for (;;) {
            names.push(...page.value.map((row) => row.pub_name));
            if (!page.oDataNextLink) break;
            page = await api.retrieveMultiple({ collection: 'pub_tags', maxPageSize: 10 }, page.oDataNextLink);
        }
        assert.deepEqual(names, Array.from({ length: 25 }, (_, i) => `tag ${String(i).padStart(2, '0')}`));
    });
    await check('retrieves all pages', async () => {
        assert.equal((await api.retrieveAll({ collection: 'pub_tags', select: ['pub_name'], maxPageSize: 7 })).value.length, 25);
    });
    await check('filters with operators, functions and a list', async () => {
        const names = async (filter, ...queryParams) => (await api.retrieveMultiple({ collection: 'pub_tags', select: ['pub_name'], filter, orderBy: ['pub_name'], queryParams })).value.map((r) => r.pub_name);
        assert.deepEqual(await names("pub_name eq 'TAG 03'"), ['tag 03']);
        assert.deepEqual(await names("startswith(pub_name,'tag 0') and not (pub_name lt 'tag 08')"), ['tag 08', 'tag 09']);
        assert.deepEqual(await names("endswith(pub_name,'11') or contains(pub_name,'g 12')"), ['tag 11', 'tag 12']);
        assert.deepEqual(await names('Microsoft.Dynamics.CRM.In(PropertyName=@p1,PropertyValues=@p2)', "@p1='pub_name'", '@p2=' + encodeURIComponent('["tag 01","tag 02"]')), ['tag 01', 'tag 02']);
    });
    await check('counts with $count=true and with /$count', async () => {
        const page = await api.retrieveMultiple({ collection: 'pub_tags', select: ['pub_name'], count: true, top: 2 });
        assert.deepEqual([page.value.length, page.oDataCount], [2, 25]);
        assert.equal(await api.count({ collection: 'pub_tags' }), 25);
        assert.equal(await api.countAll({ collection: 'pub_tags', filter: "pub_name gt 'tag 19'", select: ['pub_name'] }), 5);
    });
    await check('expands a lookup of every row of a page', async () => {
        const page = await api.retrieveMultiple({ collection: 'pub_items', select: ['pub_name'], filter: `_pub_accountid_value eq ${found.account}`, expand: [{ property: 'pub_AccountId', select: ['name'] }] });
        assert.deepEqual(page.value.map((row) => row.pub_AccountId.name), ['Contoso']);
    });
    await check('filters by a column of a related row', async () => {
        const page = await api.retrieveMultiple({ collection: 'pub_items', select: ['pub_name'], filter: "pub_AccountId/name eq 'Contoso'" });
        assert.equal(page.value.length, 1);
    });
    await check('expands a collection with $select, $orderby and $top', async () => {
        const row = await api.retrieve({ collection: 'accounts', key: found.account, select: ['name'], expand: [{ property: 'pub_account_item', select: ['pub_code'], orderBy: ['pub_code'], top: 1 }] });
        assert.deepEqual(row.pub_account_item.map((item) => item.pub_code), ['A-1']);
    });
    await check('aggregates with $apply', async () => {
        const page = await api.retrieveMultiple({ collection: 'pub_items', apply: 'groupby((pub_colour),aggregate($count as n))' });
        const blue = page.value.find((group) => group.pub_colour === 2);
        assert.equal(blue.n, 1);
    });
    await check('fetches by FetchXML with a condition and an order', async () => {
        const page = await api.fetch({ collection: 'pub_tags', fetchXml: '<fetch><entity name="pub_tag"><attribute name="pub_name"/><order attribute="pub_name" descending="true"/><filter><condition attribute="pub_name" operator="like" value="tag 0%"/></filter></entity></fetch>' });
        assert.equal(page.value.length, 10);
        assert.equal(page.value[0].pub_name, 'tag 09');
    });
    await check('fetches all pages of FetchXML by the paging cookie', async () => {
        const all = await api.fetchAll({ collection: 'pub_tags', fetchXml: '<fetch count="10"><entity name="pub_tag"><attribute name="pub_name"/><order attribute="pub_name"/></entity></fetch>' });
        assert.equal(new Set(all.value.map((row) => row.pub_tagid)).size, 25);
    });
    await check('tracks changes by the delta link', async () => {
        const first = await api.retrieveMultiple({ collection: 'pub_tags', select: ['pub_name'], trackChanges: true });
        assert.equal(first.value.length, 25);
        // A preference may be left unapplied; then there is no link.
        if (!first.oDataDeltaLink) throw Object.assign(new Error('odata.track-changes is not applied'), { status: 501 });
        assert.match(first.oDataDeltaLink, /deltatoken=/);
        await api.update({ collection: 'pub_tags', key: found.tags[0], data: { pub_name: 'tag 00' } });
        const delta = await api.retrieveMultiple({ collection: 'pub_tags', trackChanges: true }, first.oDataDeltaLink);
        assert.deepEqual(delta.value.map((row) => row.pub_tagid), [found.tags[0]]);
    });
    await check('sends a very long query as a batch', async () => {
        const filter = Array.from({ length: 60 }, (_, i) => `pub_name eq 'a rather long name that does not exist ${i}'`).concat("pub_name eq 'tag 05'").join(' or ');
        const page = await api.retrieveMultiple({ collection: 'pub_tags', select: ['pub_name'], filter });
        assert.deepEqual(page.value.map((row) => row.pub_name), ['tag 05']);
    });
}

async function links(api, found) {
    const pair = () => ({ collection: 'pub_items', primaryKey: found.item, relationshipName: 'pub_item_tag', relatedCollection: 'pub_tags', relatedKey: found.tags[1] });
    const linked = async () => (await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_name'], expand: [{ property: 'pub_item_tag', select: ['pub_name'] }] })).pub_item_tag.map((row) => row.pub_tagid);
    await check('associates rows of many to many, once', async () => {
        await api.associate(pair());
        assert.deepEqual(await linked(), [found.tags[1]]);
        const error = await refused(api.associate(pair()), 412, '0x80040237');
        assert.match(error.message, /Cannot insert duplicate key/);
    });
    await check('disassociates rows of many to many', async () => {
        await api.disassociate(pair());
        assert.deepEqual(await linked(), []);
    });
    await check('sets and clears a lookup by $ref', async () => {
        const value = async () => (await api.retrieve({ collection: 'pub_items', key: found.item, select: ['_pub_accountid_value'] }))._pub_accountid_value;
        await api.disassociateSingleValued({ collection: 'pub_items', primaryKey: found.item, navigationProperty: 'pub_AccountId' });
        assert.equal(await value(), null);
        await api.associateSingleValued({ collection: 'pub_items', primaryKey: found.item, navigationProperty: 'pub_AccountId', relatedCollection: 'accounts', relatedKey: found.account });
        assert.equal(await value(), found.account);
    });
}

async function batches(api, found) {
    await check('runs a batch of reads and writes and answers in order', async () => {
        api.startBatch();
        api.retrieveMultiple({ collection: 'pub_tags', select: ['pub_name'], filter: "pub_name eq 'tag 07'" });
        api.create({ collection: 'pub_items', data: { pub_name: 'batched', pub_code: 'B-1' } });
        api.update({ collection: 'pub_items', key: found.item, data: { pub_count: 9 } });
        api.count({ collection: 'pub_tags' });
        const answers = await api.executeBatch();
        assert.equal(answers.length, 4);
        assert.equal(answers[0].value[0].pub_name, 'tag 07');
        assert.match(answers[1], /^[0-9a-f-]{36}$/);
        assert.equal(answers[3], 25);
    });
    await check('refers to a row of the same change set by its Content-ID', async () => {
        api.startBatch();
        api.create({ collection: 'accounts', data: { name: 'By reference' }, contentId: '1' });
        api.create({ collection: 'pub_items', data: { pub_name: 'child', pub_code: 'B-2', 'pub_AccountId@odata.bind': '$1' } });
        await api.executeBatch();
        const row = await api.retrieve({ collection: 'pub_items', key: "pub_code='B-2'", select: ['pub_name'], expand: [{ property: 'pub_AccountId', select: ['name'] }] });
        assert.equal(row.pub_AccountId.name, 'By reference');
    });
    await check('rolls a change set back as a whole', async () => {
        api.startBatch();
        api.create({ collection: 'pub_items', data: { pub_name: 'rolled back', pub_code: 'B-3' } });
        api.create({ collection: 'pub_items', data: { pub_name: 'duplicate', pub_code: 'A-1' } });
        await refused(api.executeBatch(), 412);
        await refused(api.retrieve({ collection: 'pub_items', key: "pub_code='B-3'", select: ['pub_name'] }), 404, '0x80060891');
    });
    await check('goes on after an error when told to', async () => {
        api.startBatch();
        api.create({ collection: 'pub_items', data: { pub_name: 'duplicate', pub_code: 'A-1' }, inChangeSet: false });
        api.create({ collection: 'pub_items', data: { pub_name: 'kept', pub_code: 'B-4' }, inChangeSet: false });
        const answers = await api.executeBatch({ continueOnError: true });
        assert.equal(answers[0].status, 412);
        assert.equal((await api.retrieve({ collection: 'pub_items', key: "pub_code='B-4'", select: ['pub_name'] })).pub_name, 'kept');
    });
}

async function operations(api, found) {
    await check('calls WhoAmI', async () => {
        const me = await api.callFunction({ name: 'WhoAmI' });
        for (const member of ['BusinessUnitId', 'UserId', 'OrganizationId']) assert.match(me[member], /^[0-9a-f-]{36}$/, member);
    });
    await check('calls a function with a parameter that is a list', async () => {
        const answer = await api.callFunction({ name: 'RetrieveTotalRecordCount', parameters: { EntityNames: ['pub_tag'] } });
        assert.deepEqual(answer.EntityRecordCountCollection, { Count: 1, IsReadOnly: false, Keys: ['pub_tag'], Values: [25] });
    });
    await check('upserts many rows by the action UpsertMultiple', async () => {
        const target = (code, name) => ({ '@odata.type': 'Microsoft.Dynamics.CRM.pub_item', '@odata.id': `pub_items(pub_code='${code}')`, pub_name: name });
        await api.callAction({ collection: 'pub_items', actionName: 'Microsoft.Dynamics.CRM.UpsertMultiple', action: { Targets: [target('A-1', 'changed'), target('M-1', 'new')] } });
        assert.equal((await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_name'] })).pub_name, 'changed');
        assert.equal((await api.retrieve({ collection: 'pub_items', key: "pub_code='M-1'", select: ['pub_name'] })).pub_name, 'new');
    });
    await check('uploads a file in chunks and downloads the same bytes', async () => {
        const data = Buffer.alloc(5 * 1024 * 1024 + 17, 'ferry ');
        await api.uploadFile({ collection: 'pub_items', key: found.item, property: 'pub_file', data, fileName: 'a.bin' });
        const file = await api.downloadFile({ collection: 'pub_items', key: found.item, property: 'pub_file' });
        assert.equal(file.fileName, 'a.bin');
        assert.equal(file.fileSize, data.length);
        assert.ok(Buffer.from(file.data).equals(data));
    });
    await check('deletes a file', async () => {
        await api.deleteRecord({ collection: 'pub_items', key: found.item, property: 'pub_file' });
        assert.equal((await api.retrieve({ collection: 'pub_items', key: found.item, select: ['pub_file'] })).pub_file, null);
    });
    await check('is refused with the error of Dataverse', async () => {
        const error = await refused(api.retrieve({ collection: 'nosuchsets', key: found.account, select: ['name'] }), 404, '0x8006088a');
        assert.match(error.message, /Resource not found for the segment 'nosuchsets/);
        await refused(api.create({ collection: 'accounts', data: { nosuchcolumn: 1 } }), 400);
    });
}

async function main() {
    const token = await signIn();
    const api = new DynamicsWebApi({ serverUrl: baseUrl + '/', dataApi: { version: '9.2' }, onTokenRefresh: async () => token, timeout: 30000 });
    const found = {};
    await metadata(api, found);
    await rows(api, found);
    await queries(api, found);
    await links(api, found);
    await batches(api, found);
    await operations(api, found);
}

main().catch((error) => {
    process.stderr.write(`${error.stack ?? error}\n`);
    process.exit(1);
});
