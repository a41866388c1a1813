package org.dataferry.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

/** {@code $metadata} is read by the parser and valid by the XML schema of OASIS, which makes OData; both are in npm's {@code odata-csdl}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsdlByOasisTest {
    private Path packages;
    private EmulatorFixture emulator;
    private ApiClient client;

    @BeforeAll
    void start() throws Exception {
        packages = PublicPackages.install();
        emulator = new EmulatorFixture();
        client = emulator.client();
        CsdlTables.make(client);
    }

    @AfterAll
    void stop() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$metadata", "$metadata?annotations=true"})
    void theParserFindsNothingWrong(String path) throws Exception {
        JsonNode parsed = parse(client.get(path).body());

        assertThat(parsed.path("messages")).isEmpty();
        assertThat(parsed.path("kinds").path("csd_child").asText()).isEqualTo("EntityType");
        assertThat(parsed.path("kinds").path("CreateMultiple").asText()).isEqualTo("Action");
        assertThat(parsed.path("kinds").path("System").asText()).isEqualTo("EntityContainer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$metadata", "$metadata?annotations=true"})
    void theXmlSchemaHolds(String path) throws Exception {
        String xml = lowered(client.get(path).body());

        validator().validate(new StreamSource(new StringReader(xml)));
        String broken = xml.replaceFirst("<PropertyRef Name", "<PropertyRef Key");
        assertThatThrownBy(() -> validator().validate(new StreamSource(new StringReader(broken))))
                .isInstanceOf(SAXException.class);
    }

    /** Dataverse writes {@code Scale="Variable"}, as Microsoft's page shows it; the XML schema knows it in lower case only. */
    private static String lowered(String xml) {
        return xml.replace("Scale=\"Variable\"", "Scale=\"variable\"");
    }

    private JsonNode parse(String xml) throws Exception {
        Path file = Files.writeString(packages.resolve("metadata.xml"), lowered(xml));
        PublicPackages.Ended run = PublicPackages.run(
                List.of("node", "csdl.cjs", file.getFileName().toString()), Map.of());
        assertThat(run.exitCode()).as(run.output()).isZero();
        return ApiClient.JSON.readTree(run.output());
    }

    private Validator validator() throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(packages.resolve("node_modules/odata-csdl/schemas/edmx.xsd")
                        .toFile())
                .newValidator();
    }
}
