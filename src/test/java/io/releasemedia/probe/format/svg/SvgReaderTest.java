package io.releasemedia.probe.format.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.releasemedia.probe.format.Facts;
import io.releasemedia.probe.format.Field;
import io.releasemedia.probe.format.MalformedMediaException;
import io.releasemedia.probe.format.codec.ComposedMedia;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvgReaderTest {

    private final SvgReader reader = new SvgReader();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "width=\"120\" height=\"80\" | 120 | 80",
                "width='120.4px' height='2in' | 120 | 192",
                "width=\"210mm\" viewBox=\"0 0 2100 2970\" | 794 | 1123",
                "height=\"30pt\" viewBox=\"0,0,20,10\" | 80 | 40",
                "width=\"100%\" height=\"100%\" viewBox=\" 0 0 24 .5e2 \" | 24 | 50",
                "stroke-width=\"9\" viewBox='0 0 24 36' | 24 | 36",
            })
    void takesTheSizeElseTheViewBox(String attributes, long width, long height) throws IOException {
        Facts facts = read("<svg xmlns=\"http://www.w3.org/2000/svg\" " + attributes + "><a width='1'/></svg>");

        assertThat(facts.get(Field.WIDTH)).contains(width);
        assertThat(facts.get(Field.HEIGHT)).contains(height);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version='1.0'?><!-- <svg width='1' height='1'> -->",
                "<!DOCTYPE svg PUBLIC 'x' 'y'>\n",
                "<!DOCTYPE svg [ <!ENTITY a '<svg width=\"1\" height=\"1\">'> ]>",
            })
    void stepsOverWhatStandsBeforeTheRoot(String before) throws IOException {
        Facts facts = read(before + "<s:svg xmlns:s='http://www.w3.org/2000/svg' width='7' height='8'/>");

        assertThat(facts.get(Field.WIDTH)).contains(7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"width='2em' height='3em'", "viewBox='0 0 0 10'", "viewBox='a b c d'", "width='5'", ""})
    void whatIsNoSizeIsNoFact(String attributes) throws IOException {
        assertThat(read("<svg " + attributes + "/>").isEmpty()).isTrue();
    }

    @Test
    void anotherRootIsMalformed() {
        assertThatThrownBy(() -> read("<html><svg width='1' height='1'/></html>"))
                .isInstanceOf(MalformedMediaException.class);
        assertThatThrownBy(() -> read("<!-- ")).isInstanceOf(MalformedMediaException.class);
    }

    private Facts read(String text) throws IOException {
        return new ComposedMedia().ascii(text).read(reader);
    }
}
