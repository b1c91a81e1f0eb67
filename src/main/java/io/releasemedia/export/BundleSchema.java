package io.releasemedia.export;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The files beside the bundles that say what their columns are; they depend on the settings alone. */
final class BundleSchema {

    /** A table schema as {@code bq load} and {@code bq mk} take it. */
    static final String BIG_QUERY = "bundle/schema.json";

    /** A Data Package as of the Frictionless specifications, version 1. */
    static final String FRICTIONLESS = "bundle/datapackage.json";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final ObjectWriter WRITER =
            MAPPER.writer().with(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private BundleSchema() {}

    /** The files that go with the bundles of an export, by their path; none without bundles. */
    static SortedMap<String, byte[]> files(ExportSettings settings) {
        List<BundleFile> bundles = BundleFile.of(settings);
        SortedMap<String, byte[]> files = new TreeMap<>();
        if (!bundles.isEmpty()) {
            // BigQuery reads the columns of Parquet from the file itself; only NDJSON needs the schema.
            files.put(BIG_QUERY, bigQuery(bundles.get(0).columns()));
            files.put(FRICTIONLESS, frictionless(bundles, settings));
        }
        return files;
    }

    private static byte[] bigQuery(Set<Column> columns) {
        ArrayNode fields = MAPPER.createArrayNode();
        for (Column column : columns) {
            fields.addObject()
                    .put("name", column.key())
                    .put("type", column.type().bigQuery())
                    .put("mode", column.isRequired() ? "REQUIRED" : "NULLABLE")
                    .put(
                            "description",
                            column.description()
                                    + column.unit()
                                            .map(unit -> " Unit: " + unit + ".")
                                            .orElse(""));
        }
        return WRITER.writeValueAsBytes(fields);
    }

    private static byte[] frictionless(List<BundleFile> bundles, ExportSettings settings) {
        ObjectNode datapackage = MAPPER.createObjectNode();
        datapackage
                .put("name", "release-media")
                .put("title", "Media of releases")
                .put("profile", "data-package");
        ArrayNode resources = datapackage.putArray("resources");
        for (BundleFile bundle : bundles) {
            boolean lines = bundle.format() == ExportFormat.NDJSON;
            ObjectNode resource = resources
                    .addObject()
                    .put("name", bundle.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("path", bundle.name(settings))
                    .put("format", bundle.format().key())
                    .put("mediatype", lines ? "application/x-ndjson" : "application/vnd.apache.parquet");
            if (lines) {
                resource.put("encoding", "utf-8");
                if (!settings.compression().suffix().isEmpty()) {
                    resource.put("compression", settings.compression().suffix().substring(1));
                }
            }
            ObjectNode schema = resource.putObject("schema");
            ArrayNode fields = schema.putArray("fields");
            bundle.columns().forEach(column -> field(column, fields.addObject()));
            ArrayNode key = schema.putArray("primaryKey").add(Column.RELEASE_ID.key());
            if (bundle.columns().contains(Column.CLOUD_ID)) {
                key.add(Column.CLOUD_ID.key());
            }
        }
        return WRITER.writeValueAsBytes(datapackage);
    }

    private static void field(Column column, ObjectNode field) {
        field.put("name", column.key())
                .put("type", column.type().frictionless())
                .put("description", column.description());
        column.unit().ifPresent(unit -> field.put("unit", unit));
        if (column.isRequired()) {
            field.putObject("constraints").put("required", true);
        }
    }
}
