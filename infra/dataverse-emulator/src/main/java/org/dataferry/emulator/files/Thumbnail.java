package org.dataferry.emulator.files;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.dataferry.emulator.error.Refusal;

/** Images as a row shows them: a square of at most 144 pixels. Source: Microsoft's page "Image columns". */
public final class Thumbnail {
    private static final int SIDE = 144;

    private Thumbnail() {}

    /** @throws Refusal if the bytes are no image */
    public static byte[] of(byte[] image) {
        try {
            BufferedImage full = ImageIO.read(new ByteArrayInputStream(image));
            if (full == null) {
                throw notAnImage();
            }
            int crop = Math.min(full.getWidth(), full.getHeight());
            int side = Math.min(SIDE, crop);
            BufferedImage square =
                    full.getSubimage((full.getWidth() - crop) / 2, (full.getHeight() - crop) / 2, crop, crop);
            BufferedImage small = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = small.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            graphics.drawImage(square, 0, 0, side, side, null);
            graphics.dispose();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(small, "jpg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw notAnImage();
        }
    }

    private static Refusal notAnImage() {
        return new Refusal(
                400, "0x80072553", "The image could not be processed: it is no gif, jpeg, tiff, bmp or png.");
    }
}
