/// Tests of the window's frame.
@org.jspecify.annotations.NullMarked
package studio.atelier.ui;
